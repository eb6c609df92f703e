"""Working out a list of people: who its rows are, and the rows that cannot be used. Needs no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from webapp.services.intake import calling_code, rows
from webapp.services.intake.parse import code_column
from webapp.services.intake.storing import LETTERS_AT_ONCE
from webapp.services.intake.table import Table

ROWS_AT_ONCE = 1000
"""Contacts are held until a portion is written: a text of theirs waits for so long."""
Person = tuple[str, list[str]]
"""The phone (E.164), and the cells of the row."""
Unread = tuple[int, list[str], str]
"""The row's number in the spreadsheet, its cells, and what is wrong with it."""


class Portion(NamedTuple):
    """Rows that are worked on at once: how many, the last one's number, the people, what cannot be read.

    `again`: rows whose phone an earlier row has, which counts.
    """

    rows: int
    last: int
    people: list[Person]
    unread: list[Unread]
    again: list[Person]


def portions(after: int, table: Table, phone_column: int, country: str | None) -> Iterator[tuple[Any, ...]]:
    """Portions of the rows after number `after`; a phone of an earlier row, however early, is repeated.

    As plain tuples: they may come from another process.
    """
    code = code_column(table, phone_column, country)
    read = None if code is None else calling_code.reader(code, phone_column, country)
    seen: set[int] = set()  # phones as ints: a million fit
    gathering = _Gathering()
    for number, cells in table.rows():
        row = rows.check(number, cells, table.columns, phone_column, country, read)
        is_first = row.phone is not None and not row.faults and int(row.phone) not in seen
        if is_first:
            seen.add(int(row.phone or 0))
        if number > after:
            gathering.add(row, cells, is_first)
            if gathering.is_full:
                yield tuple(gathering.portion())
                gathering = _Gathering()
    if gathering.rows:
        yield tuple(gathering.portion())


class _Gathering:
    """Rows until there are enough of them."""

    def __init__(self) -> None:
        self.rows = self.last = self.letters = 0
        self.people: list[Person] = []
        self.unread: list[Unread] = []
        self.again: list[Person] = []

    def add(self, row: rows.CheckedRow, cells: Sequence[str], is_first: bool) -> None:
        self.rows, self.last = self.rows + 1, row.row_no
        self.letters += sum(map(len, cells))
        if row.faults or row.phone is None:
            self.unread.append((row.row_no, list(cells), " ".join(fault.sentence for fault in row.faults)))
        else:
            (self.people if is_first else self.again).append((row.phone, row.cells))

    @property
    def is_full(self) -> bool:
        return self.rows >= ROWS_AT_ONCE or self.letters > LETTERS_AT_ONCE

    def portion(self) -> Portion:
        return Portion(self.rows, self.last, self.people, self.unread, self.again)
