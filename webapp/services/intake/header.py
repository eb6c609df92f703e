"""The header row: finding it, and a name of its own for every column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from webapp.rules.placeholders import same_name
from webapp.services.intake import limits
from webapp.services.intake.columns import is_phone_name
from webapp.services.intake.delimited import swallowed
from webapp.services.intake.faults import FileFault
from webapp.services.intake.likeness import holds_phone, is_phone_like

Row = tuple[int, list[str]]

_WITHIN = 30  # rows that are not blank
_LONGEST_NAME = 100
_TOLD = 3  # columns; of more the page tells in one sentence
# A whole name in the marks of a placeholder, ours or another tool's: `{{name|there}}`, `[Name]`, `*|NAME|*`.
_PLACEHOLDER = re.compile(
    r"\{\{\s*([^{}|]+?)\s*(?:\|[^{}]*)?\}\}|\$?\{\s*([^{}]+?)\s*\}|\[\s*([^\[\]]+?)\s*\]|<<?\s*([^<>]+?)\s*>>?"
    r"|\*\|\s*([^|*]+?)\s*\|\*|%%?\s*([^%]+?)\s*%%?|«\s*([^«»]+?)\s*»|\{%\s*([^{}%]+?)\s*%\}"
)
_BRACES = str.maketrans("{}", "()")  # a placeholder could not hold them


class Header(NamedTuple):
    """The columns' names, the number of the row that the data begin after, and what there is to tell."""

    columns: list[str]
    row_no: int
    notes: list[str]


def find(rows: Sequence[Row]) -> Header:
    """The header among the first rows that are not blank. Raises FileFault for too many columns."""
    cells = [row[: limits.MAX_COLUMNS] for _, row in rows]
    phones = {column for column in range(max(map(len, cells))) if _holds_phones(column, cells)}
    at = _header_at(cells, phones)
    if at is None:
        return _without_header(rows)
    row_no, names = rows[at]
    if any(swallowed.faults(names, names, column) for column in phones if column < len(names)):
        raise FileFault("open_quote", swallowed.IN_HEADER.format(row_no))
    padded = _padded(names, rows[at:])
    _check_width(len(padded))
    notes = _skipped(rows[:at], row_no)
    return Header(_named(padded, notes), row_no, notes)


def trimmed(cells: Sequence[str]) -> list[str]:
    """The cells up to the last one that is not blank."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return list(cells[:width])


def _holds_phones(column: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds little else from the first cell on that looks like a phone."""
    like = [is_phone_like(row[column]) for row in rows if column < len(row) and row[column].strip()]
    below = like[like.index(True) :] if True in like else []
    return bool(below) and 2 * sum(below) >= len(below)


def _header_at(rows: Sequence[Sequence[str]], phones: set[int]) -> int | None:
    """The index of the header; None where the rows begin with data."""
    first = rows[:_WITHIN]
    for at, row in enumerate(first[:-1]):
        if any(_names_phones(_cell(row, column)) for column in phones) and not _is_title(row, rows[at + 1]):
            return _below_groups(rows, at, phones)
    start = next((at for at, row in enumerate(rows) if _is_data(row, phones)), None)
    if start == 0 or (start is None and _begins_with_phones(rows)):
        return None
    usual = median(_filled(row) for row in rows[start or 0 :])
    above = first[:-1] if start is None else first[:start]
    wide = [at for at, row in enumerate(above) if 2 * _filled(row) > usual]
    named = [at for at in wide if any(_cell(rows[at], column) for column in phones)]
    if start is None:
        return next((at for at in wide if not any(map(_is_value, rows[at]))), 0)
    return (named or [min(start, len(above)) - 1])[0]


def _names_phones(cell: str) -> bool:
    """`Mobile` does, and `Mobile: 07400 123456` is one."""
    return is_phone_name(cell) and not is_phone_like(cell)


def _below_groups(rows: Sequence[Sequence[str]], at: int, phones: set[int]) -> int:
    """The row below one that names groups of columns: `Patient,,Phone,` above `First,Last,Home,Cell`."""
    row, below = rows[at], rows[at + 1]
    names = [_cell(below, column) for column in phones]
    is_header = any(map(_names_phones, names)) and not any(map(_is_value, below))
    return at + 1 if is_header and _filled(row) < _filled(below) else at


def _begins_with_phones(rows: Sequence[Sequence[str]]) -> bool:
    """Whether phones stand among other words, in the first row as in most others: `Ann 617-555-0121`."""
    for column in range(len(rows[0])):
        cells = [row[column] for row in rows if column < len(row) and row[column].strip()]
        if holds_phone(rows[0][column]) and 2 * sum(map(holds_phone, cells)) >= len(cells):
            return True
    return False


def _is_title(row: Sequence[str], below: Sequence[str]) -> bool:
    """A single cell above a row of several that are no values: `Phone list 2026`, and then the names."""
    return _filled(row) == 1 and _filled(below) > 1 and not any(map(_is_value, below))


def _is_data(row: Sequence[str], phones: set[int]) -> bool:
    return any(holds_phone(_cell(row, column)) for column in phones)


def _is_value(cell: str) -> bool:
    """Whether a cell is rather a person's than a name for a column."""
    return "@" in cell or any(map(str.isdigit, cell))


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _without_header(rows: Sequence[Row]) -> Header:
    row_no = rows[0][0]
    width = max(len(trimmed(row)) for _, row in rows)
    _check_width(width)
    note = f"Row {row_no} already holds a phone number, so there is no header; the columns were numbered."
    return Header([f"column_{number}" for number in range(1, width + 1)], row_no - 1, [note])


def _check_width(width: int) -> None:
    if width > limits.MAX_COLUMNS:
        raise FileFault(
            "too_many_columns",
            f"The file has {width:,} columns; at most {limits.MAX_COLUMNS} are allowed.",
        )


def _skipped(above: Sequence[Row], header_row: int) -> list[str]:
    if not above:
        return []
    said = next(cell for cell in above[0][1] if cell.strip()).strip()[:40]
    first = above[0][0]
    if len(above) == 1 and first == header_row - 1:
        return [f"Row {first} was taken for a title: “{said}”."]
    return [f"Rows {first} to {header_row - 1} stand above the header and were skipped: “{said}” …"]


def _padded(cells: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """The names, widened by nameless columns where the first rows have values beyond them."""
    named = trimmed(cells)
    filled = max((len(trimmed(row)) for _, row in rows[1:]), default=0)
    return named + [""] * (min(filled, len(cells)) - len(named))


def _named(cells: Sequence[str], notes: list[str]) -> list[str]:
    columns: list[str] = []
    numbers: dict[str, int] = {}  # for each name that is taken, the number to try next
    nameless: list[str] = []
    renamed: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = _name(cell)
        unique = _unique(name or f"column_{number}", numbers)
        if not name:
            nameless.append(f"Column {number} has no name; it is called “{unique}”.")
        elif unique != name:
            renamed.append(f"There is more than one column “{name}”; column {number} is called “{unique}”.")
        columns.append(unique)
    notes += _few(renamed, "columns have the name of another; a number was added to theirs")
    notes += _few(nameless, "columns have no name; they are called by their number")
    return columns


def _name(cell: str) -> str:
    name = " ".join(cell[: limits.MAX_CELL].split())
    if whole := _PLACEHOLDER.fullmatch(name):
        name = next(filter(None, whole.groups()))
    return name.translate(_BRACES)[:_LONGEST_NAME].strip(" |")


def _few(sentences: list[str], words: str) -> list[str]:
    return sentences if len(sentences) <= _TOLD else [*sentences[:1], f"In all, {len(sentences)} {words}."]


def _unique(name: str, numbers: dict[str, int]) -> str:
    """The name, or the name with the first number that is free. Each number is tried once."""
    unique = name
    while (key := same_name(unique)) in numbers:
        first = same_name(name)
        unique = f"{name}_{numbers[first]}"
        numbers[first] += 1
    numbers[key] = 2
    return unique
