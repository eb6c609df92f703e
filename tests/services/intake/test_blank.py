"""Rows in which nobody has written anything."""

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


def test_boxes_of_a_workbook_are_cells_too() -> None:
    book = make.xlsx(["name", "phone", "called"], ["Ann", ANN, True], *[[None, None, False]] * 50)
    assert len(read(book, "a.xlsx")[1]) == 1
