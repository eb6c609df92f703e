"""Lists in which José has become JosÃ© are put right, and nothing else is."""

from __future__ import annotations

import pytest

from tests.services.intake import make
from tests.services.intake.people import ANN, BOB, csv_of, read
from webapp.services.intake.delimited import saved_twice

NAMES = ["José", "Zoë", "Müller", "François", "Łukasz", "Šárka", "O’Brien", "Ærø", "À bientôt"]


def opened_as(codec: str, text: str) -> str:
    """What a program makes of UTF-8 that it takes for something else."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman", "cp850", "cp437"])
def test_names_are_put_right_and_it_is_said(codec: str) -> None:
    rows = [f"{opened_as(codec, name)},{ANN}" for name in NAMES]
    table, checked = read(csv_of("name,phone", *rows, f"Bob,{BOB}"), "a.csv")
    assert [row.cells[0] for row in checked] == [*NAMES, "Bob"]
    broken = opened_as(codec, "José")
    assert any(note.startswith(f"“{broken}” was put right: “José”") for note in table.notes)


@pytest.mark.parametrize(
    "name", ["Иван", "Ольга Петрова", "Γιώργος", "محمد", "山田 太郎", "김민준", "אבי כהן"]
)
def test_names_in_every_script(name: str) -> None:
    rows = [f"{opened_as('cp1252', name)} {number},{ANN}" for number in range(3)]
    _, checked = read(csv_of("name,phone", *rows), "a.csv")
    assert [row.cells[0] for row in checked] == [f"{name} {number}" for number in range(3)]


def test_headings_and_workbooks_too() -> None:
    book = make.xlsx(["PrÃ©nom", "TÃ©lÃ©phone"], ["ZoÃ«", ANN])
    table, checked = read(book, "a.xlsx")
    assert table.columns == ["Prénom", "Téléphone"]
    assert checked[0].cells == ["Zoë", ANN]


def test_what_was_saved_three_times() -> None:
    twice = opened_as("cp1252", opened_as("cp1252", "José"))
    _, checked = read(csv_of("name,phone", f"{twice},{ANN}"), "a.csv")
    assert checked[0].cells[0] == "José"


@pytest.mark.parametrize(
    "cells",
    [
        ["José", "Zoë", "Müller"],
        ["CAFÉ’S", "Ann"],
        ["ANDRÉ’S", "JOSÉ’S", "CAFÉ’S", "Groß’"],
        ["L’école", "d’Évreux", "l’île", "L’Étoile"],
        ["AMANHÔ", "“MARIA DA CONCEIÇÃO”", "‚Öffnung‘"],
        ["JOÃO", "São Paulo", "CONCEIÇÃO"],
        ["ÅSA", "ÄNGEL", "Åse"],
        ["Иван", "Ольга"],
        ["山田", "ŽIŽEK"],
        ["naïve", "5 µm", "20 °C", "10 £", "½"],
        ["√2", "≈ 3"],
        ["“Ann”", "Bob – Cy"],
        ["JosÃ©", "Zoë", "Müller"],
        ["", "Ann"],
    ],
)
def test_what_is_right_stays(cells: list[str]) -> None:
    assert saved_twice.find(cells) is None


def test_a_word_that_is_right_stays_in_a_list_that_is_not() -> None:
    rows = [*(f"{opened_as('cp1252', name)},{ANN}" for name in NAMES), f"CAFÉ,{BOB}"]
    _, checked = read(csv_of("name,phone", *rows), "a.csv")
    assert [row.cells[0] for row in checked] == [*NAMES, "CAFÉ"]
