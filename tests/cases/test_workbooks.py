"""Workbooks that real people had: what their spreadsheet shows is what is read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from webapp.services.intake.faults import FileFault
from webapp.services.intake.options import FIND_OUT, ReadingOptions
from webapp.services.intake.table import open_table

HERE = Path(__file__).parent


def rows(name: str, options: ReadingOptions = FIND_OUT) -> list[tuple[int, list[str]]]:
    with open_table(io.BytesIO((HERE / name).read_bytes()), name, options) as table:
        return list(table.rows())


def test_03_filtered_rows_are_left_out_and_can_be_taken_in() -> None:
    assert [number for number, _ in rows("03-filtered-rows.xlsx")] == [2, 4]
    taken = rows("03-filtered-rows.xlsx", ReadingOptions(hidden=True))
    assert [number for number, _ in taken] == [2, 3, 4, 5]


@pytest.mark.parametrize("name", ["12-instructions-sheet-first.xlsx", "12b-cover-sheet-first.xlsx"])
def test_12_the_sheet_with_the_phones_is_read(name: str) -> None:
    assert [cells[1] for _, cells in rows(name)] == ["+15035550109", "+15035550110"]


def test_16_cells_are_read_as_the_spreadsheet_shows_them() -> None:
    [(_, cells)] = rows("16-cell-formats.xlsx")
    assert cells == ["Ann", "+16175550110", "15%", "4 December 2026", "$1,234.50", "00123"]


def test_25_rows_with_nothing_but_an_empty_check_box_are_blank() -> None:
    assert [number for number, _ in rows("25-checkbox-rows.xlsx")] == [2, 3]


def test_29_formulas_without_a_saved_result_are_called_that() -> None:
    with pytest.raises(FileFault, match="formulas without a saved result"):
        rows("29-formulas-without-results.xlsx")
