"""The header row: finding it, and a name of its own for every column."""

from collections.abc import Sequence
from typing import NamedTuple

from webapp.rules.phone_text import PhoneFault, digits
from webapp.rules.placeholders import same_name

Row = tuple[int, list[str]]


class Header(NamedTuple):
    """The columns' names, the number of the row that the data begin after, and what there is to tell."""

    columns: list[str]
    row_no: int
    notes: list[str]


def find(rows: Sequence[Row]) -> Header:
    """The header among the first rows that are not blank: normally the first."""
    notes: list[str] = []
    row_no, cells = rows[0]
    if _is_title(rows):
        notes.append(f"Row {row_no} was taken for a title: '{_first(cells)}'.")
        row_no, cells = rows[1]
    if any(map(_looks_like_phone, cells)):
        notes.append(
            f"Row {row_no} already holds a phone number, so there is no header; the columns were numbered."
        )
        width = max(len(trimmed(row)) for _, row in rows)
        return Header([f"column_{number}" for number in range(1, width + 1)], row_no - 1, notes)
    return Header(_named(_padded(cells, rows), notes), row_no, notes)


def trimmed(cells: Sequence[str]) -> list[str]:
    """The cells up to the last one that is not blank."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return list(cells[:width])


def _is_title(rows: Sequence[Row]) -> bool:
    """A single cell above a row of several words: what people put above their table."""
    if len(rows) < 3 or sum(1 for cell in rows[0][1] if cell.strip()) != 1 or _first(rows[0][1]) == "":
        return False
    below = [cell for cell in rows[1][1] if cell.strip()]
    return len(below) > 1 and not any(any(map(str.isdigit, cell)) for cell in below)


def _first(cells: Sequence[str]) -> str:
    return cells[0].strip()[:40] if cells else ""


def _looks_like_phone(cell: str) -> bool:
    try:
        return len(digits(cell)) >= 8
    except PhoneFault:
        return False


def _padded(cells: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """The names, widened by nameless columns where the first rows have values beyond them."""
    named = trimmed(cells)
    filled = max((len(trimmed(row)) for _, row in rows[1:]), default=0)
    return named + [""] * (min(filled, len(cells)) - len(named))


def _named(cells: Sequence[str], notes: list[str]) -> list[str]:
    columns: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:100]
        unique = _unique(name or f"column_{number}", taken)
        if not name:
            notes.append(f"Column {number} has no name; it is called '{unique}'.")
        elif unique != name:
            notes.append(f"There is more than one column '{name}'; column {number} is called '{unique}'.")
        taken.add(same_name(unique))
        columns.append(unique)
    return columns


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 2
    while same_name(unique) in taken:
        unique, number = f"{name}_{number}", number + 1
    return unique
