"""A workbook of any kind: its visible sheets with anything in them, and which of them holds the people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO, NamedTuple

from webapp.rules.phones.phone_text import PhoneFault, digits
from webapp.services.intake import limits
from webapp.services.intake.columns import find_phone
from webapp.services.intake.faults import FileFault
from webapp.services.intake.file_type import Kind, recognise
from webapp.services.intake.workbooks import archive, ods, size_guard, xls, xlsx
from webapp.services.intake.workbooks.blank import is_blank
from webapp.services.intake.workbooks.cell_text import cleaned
from webapp.services.intake.workbooks.lines import Line, Sheet

MOST_SHEETS = 100
"""Sheets that are looked at; a list beyond them is not found."""
_HEAD = 100
"""Lines of each that are looked at."""
_HEADING_ROWS = 10
_LONGEST_NAME = 100
_DIGITS = range(8, 16)
"""Of a phone number in full, with or without its country."""
_DATE = re.compile(r"\s*\d{1,4}([-./])\d{1,2}\1\d{1,4}\b.*")


class Head(NamedTuple):
    """A sheet with something in it, its name, and its first lines."""

    sheet: Sheet
    name: str
    lines: list[Line]


def heads(file: BinaryIO) -> list[Head]:
    """The visible sheets that have anything in them, hidden rows included. Raises FileFault."""
    kind = recognise(file)
    found = _heads(file, archive.check(file) if kind == "xlsx" else kind)
    cells, kept = 0, []
    for sheet, lines in found:
        if lines:
            reached = lines[-1].number, max(len(line.cells) for line in lines)
            size_guard.check(*reached)
            cells += reached[0] * reached[1]
            size_guard.check_sum(cells)
        if any(line.unsaved or not is_blank(line.cells) for line in lines):
            kept.append(Head(sheet, cleaned(sheet.name)[:_LONGEST_NAME], lines))
    if not kept:
        raise FileFault("empty", "This workbook has no visible sheet with anything in it.")
    return kept


def _heads(file: BinaryIO, kind: Kind) -> Iterator[tuple[Sheet, list[Line]]]:
    if kind == "xls":
        yield from xls.heads(file, MOST_SHEETS, _HEAD)
        return
    with archive.sound():
        opened = archive.Archive(file)
    if kind == "ods":
        yield from ods.heads(opened, MOST_SHEETS, _HEAD)
        return
    for sheet in xlsx.sheets(opened)[:MOST_SHEETS]:
        yield sheet, list(islice(sheet.lines(), _HEAD))


def choose(found: Sequence[Head], wanted: str) -> Head:
    """The sheet called `wanted`, else the first with phone numbers below a heading for them, or at all."""
    named = [head for head in found if head.name == wanted]
    return named[0] if named else max(found, key=likeness)


def likeness(head: Head) -> int:
    """2 for phone numbers below a heading that says so, 1 for phone numbers, 0 for none."""
    columns = phone_columns(head.lines)
    return max(columns.values(), default=0)


def phone_columns(lines: Sequence[Line]) -> dict[int, int]:
    """The index of each column with phone numbers or formulas for them: 2 if its heading says so, else 1."""
    headings = {
        index
        for line in lines[:_HEADING_ROWS]
        for index in find_phone(line.cells[: limits.MAX_COLUMNS], [], None).candidates
    }
    width = min(max((len(line.cells) for line in lines), default=0), limits.MAX_COLUMNS)
    found: dict[int, int] = {}
    for index in range(width):
        values = [line.cells[index] for line in lines if index < len(line.cells) and line.cells[index]]
        phones = sum(map(_looks_like_phone, values))
        if index in headings and any(index in line.unsaved for line in lines):
            found[index] = 2
        elif phones and (index in headings or phones * 2 >= len(values)):
            found[index] = 2 if index in headings else 1
    return found


def first_column(lines: Iterable[Line]) -> int:
    """The index of the first column with anything in it; people leave a border on the left."""
    first = size_guard.MOST_COLUMNS
    for line in lines:
        index = next((index for index, cell in enumerate(line.cells) if cell), first)
        first = min(first, index, *line.unsaved)
        if not first:
            break
    return first


def named_columns(lines: Sequence[Line]) -> set[int]:
    """The indexes of the columns whose heading says that they hold phone numbers."""
    return set(find_phone(lines[0].cells[: limits.MAX_COLUMNS], [], None).candidates) if lines else set()


def _looks_like_phone(text: str) -> bool:
    if _DATE.fullmatch(text):
        return False
    try:
        return len(digits(text).lstrip("+")) in _DIGITS
    except PhoneFault:
        return False
