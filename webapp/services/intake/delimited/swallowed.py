"""A cell that has swallowed rows: a quote that is not closed, or closed too late.

Its row has one person's name and another's phone, and the people in between are missing. Only the lines in
the cell show it: they have as many cells as a row, with a phone in the place of the phones.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

from webapp.services.intake.faults import RowFault
from webapp.services.intake.likeness import is_phone_like

IN_HEADER = (
    "The names of the columns (row {}) run into the rows below them: a quote is missing, or one too many."
)
"""For a list as a whole."""
CODE = "swallowed_rows"
_DELIMITERS = ",;\t|"
_LOOKED_AT = 20  # lines of a cell


def faults(cells: Sequence[str], columns: Sequence[str], phone_index: int) -> list[RowFault]:
    """What is wrong with the cells of a row that hold other rows."""
    return [
        RowFault(CODE, index, _sentence(columns[index], cell))
        for index, cell in enumerate(cells)
        if "\n" in cell and _holds_rows(cell, index, len(columns), phone_index)
    ]


def _sentence(column: str, cell: str) -> str:
    lines = cell.count("\n") + 1
    return (
        f"“{column}” goes over {lines} lines that look like other rows: a quote is missing, or one too many. "
        "Correct it in the file and upload it again; the people in these lines are not in the list."
    )


def _holds_rows(cell: str, index: int, width: int, phone_index: int) -> bool:
    lines = [line for line in cell.split("\n")[:_LOOKED_AT] if line.strip()]
    present = [delimiter for delimiter in _DELIMITERS if delimiter in cell]
    return any(_is_row(lines, delimiter, index, width, phone_index) for delimiter in present)


def _is_row(lines: Sequence[str], delimiter: str, index: int, width: int, phone_index: int) -> bool:
    """Whether one of the lines is a row, or the end of the row that the cell begins in, or the beginning of
    the one that it ends in."""
    for at, line in enumerate(lines):
        before = index if at == 0 else 0
        cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
        ends = before + len(cells)
        if len(cells) < 2 or not (ends == width or (at == len(lines) - 1 and phone_index < ends < width)):
            continue
        if before <= phone_index < ends and is_phone_like(cells[phone_index - before]):
            return True
    return False
