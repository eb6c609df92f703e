"""How far the cells of a sheet may reach: a few bytes can name the cell XFD1048576."""

from __future__ import annotations

from typing import Final

from webapp.services.intake import limits
from webapp.services.intake.faults import FileFault

MOST_COLUMNS = 16_384
"""As many as spreadsheets have."""
SURE = MOST_COLUMNS
"""So many cells are never too many: no need to check."""


def check(rows: int, columns: int) -> None:
    """Raises FileFault when a sheet with a value in this last row and column is too large."""
    if rows * columns > limits.MAX_AREA or columns > MOST_COLUMNS:
        raise FileFault(
            "too_many_cells",
            f"A sheet of this workbook reaches {rows:,} rows by {columns:,} columns. "
            "Delete what stands far outside the list, or save it as CSV.",
        )


def check_sum(cells: int) -> None:
    """Raises FileFault when the sheets of a workbook reach over too many cells together."""
    if cells > limits.MAX_AREA:
        raise FileFault(
            "too_many_cells",
            f"The sheets of this workbook reach over {cells:,} cells. "
            "Delete what stands far outside the lists, or save the list as CSV.",
        )


class _ColumnNumbers(dict[str, int]):
    """1 for A, 27 for AA; worked out when they are first asked for."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - 64
        if number <= MOST_COLUMNS:
            self[letters] = number
        return number


COLUMN_NUMBERS: Final = _ColumnNumbers()


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
