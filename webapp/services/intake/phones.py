"""Working out a list of which only the phones count: those of its rows, and the rows that have none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from webapp.rules.phone import PhoneFault, parse
from webapp.services.intake.storing import LETTERS_AT_ONCE
from webapp.services.intake.table import Table

ROWS_AT_ONCE = 1000
"""A list holds up the batches that its people are in until a portion is written: a quarter of a second on
PostgreSQL. Portions of five times as many took almost a second each, and a tenth less in all."""
Unusable = tuple[int, list[str], str]
"""The row's number in the spreadsheet, its cells, and what is wrong with its phone."""


class Portion(NamedTuple):
    """Rows that are recorded at once: how many, the last one's number, the phones, and what is no phone."""

    rows: int
    last: int
    phones: list[str]
    unusable: list[Unusable]


class _Gathering:
    """Rows until there are enough of them."""

    def __init__(self) -> None:
        self.rows = self.last = self.letters = 0
        self.phones: list[str] = []
        self.unusable: list[Unusable] = []

    def add(self, number: int, cells: list[str], phone: str | None, why: str) -> None:
        self.rows, self.last = self.rows + 1, number
        if why:
            self.unusable.append((number, cells, why))
            self.letters += sum(map(len, cells))
        elif phone:
            self.phones.append(phone)

    @property
    def is_full(self) -> bool:
        return self.rows >= ROWS_AT_ONCE or self.letters > LETTERS_AT_ONCE

    def portion(self) -> tuple[int, int, list[str], list[Unusable]]:
        """Plain data: it may come from another process."""
        return self.rows, self.last, self.phones, self.unusable


def portions(
    after: int, table: Table, phone_column: int, country: str | None
) -> Iterator[tuple[int, int, list[str], list[Unusable]]]:
    """Portions of the rows after number `after`; a phone of an earlier row, however early, is left out."""
    seen: set[int] = set()  # phones as ints: a million fit
    gathering = _Gathering()
    for number, cells in table.rows():
        phone, why = _read(cells[phone_column], country)
        if phone is not None:
            before = len(seen)
            seen.add(int(phone))
            phone = phone if len(seen) > before else None
        if number <= after:
            continue
        gathering.add(number, cells, phone, why)
        if gathering.is_full:
            yield gathering.portion()
            gathering = _Gathering()
    if gathering.rows:
        yield gathering.portion()


def _read(cell: str, country: str | None) -> tuple[str | None, str]:
    """The phone, or what is wrong with it."""
    try:
        return parse(cell, country), ""
    except PhoneFault as fault:
        return None, fault.sentence
