"""The main language of a country, of those that calls speak."""

from __future__ import annotations

import pytest

from webapp.rules import countries, spoken_language
from webapp.rules.callflow.sentences import LANGUAGES


@pytest.mark.parametrize(
    ("country", "language"),
    [("US", "en"), ("GB", "en"), ("DE", "de"), ("CH", "de"), ("MX", "es"), ("BE", "fr"), ("BR", "pt"),
     ("IT", "en"), ("CA", "en"), ("", "en"), (None, "en")],
)  # fmt: skip
def test_it_is_the_one_that_most_people_speak(country: str | None, language: str) -> None:
    assert spoken_language.of(country) == language


def test_each_country_is_one_and_each_language_has_sentences() -> None:
    found = {country: spoken_language.of(country) for country in countries.NAMES}
    assert set(found.values()) == set(LANGUAGES)
    assert set(spoken_language._BY_COUNTRY) <= set(countries.NAMES)
