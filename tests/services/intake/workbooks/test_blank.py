"""Rows in which no one has written anything."""

from __future__ import annotations

import pytest

from tests.services.intake import make
from tests.services.intake.people import ANN, csv_of, read


@pytest.mark.parametrize(
    "row",
    [
        ",,FALSE",
        "FALSE,,FALSE",
        ",,False",
        ",,false",
        ",,FALSCH",
        ",,FAUX",
        ",,ЛОЖЬ",
        ",,☐",
        ",,[ ]",
        ",,0",
        "0,,FALSE",
        "#N/A,#N/A,FALSE",
        "-,-,-",
        " , ,",
        "\u00a0,,\u200b",
        ",,&nbsp;",
    ],
)
def test_a_row_with_nothing_but_what_a_template_has_is_blank(row: str) -> None:
    _, rows = read(csv_of("name,phone,called", f"Ann,{ANN},TRUE", row, row), "a.csv")
    assert [checked.row_no for checked in rows] == [2]


@pytest.mark.parametrize("row", [",,TRUE", "Bob,,FALSE", ",x,FALSE", "Frank,,", ",,1", "0740,,"])
def test_a_row_with_anything_else_is_somebody(row: str) -> None:
    _, rows = read(csv_of("name,phone,called", f"Ann,{ANN},TRUE", row), "a.csv")
    assert [checked.row_no for checked in rows] == [2, 3]


@pytest.mark.parametrize("name", ["Falso", "Faux", "FAUX", "Hamis", "hamis", "Falsk", "Falsch"])
@pytest.mark.parametrize("heading", ["name,phone,called", "Last name,phone,called", "who,phone,called"])
@pytest.mark.parametrize("box", ["", "FALSE", "☐", "0"])
def test_somebody_without_a_phone_whose_name_means_false_is_somebody(
    name: str, heading: str, box: str
) -> None:
    if heading.startswith("who") and name == "FAUX":
        return  # nothing tells it from a box
    _, rows = read(
        csv_of(heading, f"Ann,{ANN},TRUE", f"{name},,{box}", ",,FALSCH", "FALSCH,,FALSCH"), "a.csv"
    )
    assert [(checked.row_no, checked.cells[0]) for checked in rows] == [(2, "Ann"), (3, name)]
    assert [fault.code for fault in rows[1].faults] == ["empty"]


def test_boxes_of_a_workbook_are_cells_too() -> None:
    book = make.xlsx(["name", "phone", "called"], ["Ann", ANN, True], *[[None, None, False]] * 50)
    assert len(read(book, "a.xlsx")[1]) == 1
