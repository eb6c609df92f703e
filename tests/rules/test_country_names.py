"""Countries are understood as people write them, and other words are none."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.sources import ROOT
from webapp.rules import countries, country_names

MEANT = {
    "GB": [
        "GB", "uk", "UK", "U.K.", "GBR", "United Kingdom", "the United Kingdom", "England", "ENGLAND",
        "Scotland",
        "Cymru", "Wales / Cymru", "Northern Ireland", "N. Ireland", "Great Britain & NI", "UK (England)",
        "United Kingdom (UK)", "Großbritannien", "Royaume-Uni", "Reino Unido", "Regno Unito", "Angleterre",
        "Vereinigtes Königreich", "Wielka Brytania", "Великобритания", "イギリス",
    ],
    "IE": ["IE", "IRL", "Ireland", "Republic of Ireland", "Ireland, Republic of", "Éire", "Irland", "Irlande",
           "ROI"],
    "NL": ["NLD", "Holland", "The Netherlands", "Nederland", "Niederlande", "Pays-Bas", "Países Bajos"],
    "CZ": ["CZE", "Czech Republic", "Czechia", "Česko", "Česká republika", "Tschechien", "Tchéquie"],
    "KR": ["KOR", "South Korea", "Korea, Republic of", "Korea (Republic of)", "대한민국", "Südkorea"],
    "RU": ["RUS", "Russia", "Russian Federation", "Россия", "Russland", "Rússia"],
    "TR": ["TUR", "Turkey", "Türkiye", "TURKIYE", "Türkei", "Turquía"],
    "CI": ["CIV", "Ivory Coast", "Côte d'Ivoire", "Cote d’Ivoire", "Elfenbeinküste"],
    "DE": ["deu", "DEU", "Germany", "GERMANY ", "Deutschland", "Allemagne", "Alemania", "Germania",
           "Tyskland",
           "Niemcy", "DE - Germany", "Deutschland (DE)"],
    "AT": ["Österreich", "Oesterreich", "AUT", "Autriche"],
    "DK": ["Danmark"], "NO": ["Norge", "Norwegen"], "SE": ["Sverige", "Schweden"],
    "FI": ["Suomi", "Finnland"],
    "PL": ["Polska"], "HU": ["Magyarország"], "GR": ["Ελλάδα", "Griechenland"], "HR": ["Hrvatska"],
    "ES": ["España", "Espana", "Spanien"], "CH": ["Schweiz", "Suisse", "Svizzera"],
    "BE": ["België", "Belgique"],
    "US": ["USA", "U.S.A.", "us", "United States of America", "États-Unis", "Estados Unidos", "America"],
    "MX": ["México", "Mexique"], "BR": ["Brasil", "Brésil"], "JP": ["日本", "JPN"], "CN": ["中国"],
    "VN": ["Viet Nam", "Vietnam"], "XK": ["XKX", "Kosovo"], "IR": ["Iran, Islamic Republic of"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in MEANT.items() for text in texts])
def test_a_country_is_understood(code: str, text: str) -> None:
    assert country_names.find(text) == code


@pytest.mark.parametrize("code", countries.NAMES)
def test_each_country_by_its_own_name_and_codes(code: str) -> None:
    assert country_names.find(countries.NAMES[code]) == code
    assert country_names.find(code) == code


@pytest.mark.parametrize(
    "text", ["", "Mr", "Bavaria", "Other", "EU", "Europe", "n/a", "2", "Y", "xx", "Sat", "/"]
)
def test_another_word_is_none(text: str) -> None:
    assert country_names.find(text) is None


@pytest.mark.parametrize(("text", "code"), [("Gemany", "DE"), ("Untied Kingdom", "GB"), ("Yorkshire", None)])
def test_a_mistyped_country_is_told_from_another_word(text: str, code: str | None) -> None:
    assert country_names.resembles(text) == code


def test_a_name_is_found_without_the_places_of_all_numbers() -> None:
    """Their package takes 100 MB of memory, in every process that reads lists or serves pages."""
    code = "import sys; from webapp.rules import country_names as c; print(c.find('Allemagne'), *sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    found, *modules = said.stdout.split()
    assert found == "DE"
    assert "phonenumbers.geodata" not in modules and "holidays" not in modules
