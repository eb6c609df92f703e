"""Working out a list of opt-outs: all phones that its rows hold, and the rows that could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from webapp.rules.cells import opt_out_column
from webapp.rules.phones import phones_in_text
from webapp.rules.phones.phone import PhoneFault
from webapp.services.intake import calling_code, own_export
from webapp.services.intake.delimited import swallowed
from webapp.services.intake.parse import code_column
from webapp.services.intake.storing import LETTERS_AT_ONCE
from webapp.services.intake.table import Table

ROWS_AT_ONCE = 1000
"""A list holds up the batches that its people are in until a portion is written: a quarter of a second on
PostgreSQL. Portions of five times as many took almost a second each, and a tenth less in all."""
Unusable = tuple[int, list[str], str]
"""The row's number in the spreadsheet, its cells, and what of its phone could not be read."""


class Portion(NamedTuple):
    """Rows that are recorded at once: how many, the last one's number, the phones, what could not be read.

    `repeated`: rows whose phones an earlier row has; `lifted`: rows that say that their opt-out was lifted;
    `denied`: rows that say that their person has not opted out.
    """

    rows: int
    last: int
    phones: list[str]
    unusable: list[Unusable]
    repeated: int
    lifted: int
    denied: int


class _Gathering:
    """Rows until there are enough of them."""

    def __init__(self) -> None:
        self.rows = self.last = self.letters = self.repeated = self.lifted = self.denied = 0
        self.phones: list[str] = []
        self.unusable: list[Unusable] = []

    def count(self, number: int) -> None:
        self.rows, self.last = self.rows + 1, number

    def add(self, number: int, cells: list[str], phones: list[str], why: str) -> None:
        self.count(number)
        self.phones += phones
        if why:
            self.unusable.append((number, cells, why))
            self.letters += sum(map(len, cells))
        elif not phones:
            self.repeated += 1

    def leave_out(self, number: int) -> None:
        self.count(number)
        self.lifted += 1

    @property
    def is_full(self) -> bool:
        return self.rows >= ROWS_AT_ONCE or self.letters > LETTERS_AT_ONCE

    def portion(self) -> Portion:
        read = (self.rows, self.last, self.phones, self.unusable)
        return Portion(*read, self.repeated, self.lifted, self.denied)


def portions(
    after: int, table: Table, phone_column: int, country: str | None, further: Sequence[int] = ()
) -> Iterator[tuple[Any, ...]]:
    """Portions of the rows after number `after`; a phone of an earlier row, however early, is left out.

    `further`: more columns with phones, which all count. As plain tuples: they may come from another process.
    """
    seen: set[int] = set()  # phones as ints: a million fit
    gathering = _Gathering()
    find = _Finder(table, [phone_column, *further], country)
    lifted_at = own_export.lifted_column(table.columns)
    said = opt_out_column.find(table.columns)
    for number, cells in table.rows():
        if lifted_at is not None and own_export.is_lifted(cells[lifted_at]):
            if number > after:
                gathering.leave_out(number)
        else:
            phones, why = find(cells)
            fresh = _fresh(phones, seen)
            if number > after:
                gathering.add(number, cells, fresh, why)
                gathering.denied += bool(phones) and opt_out_column.deny(said, cells)
        if gathering.is_full:
            yield tuple(gathering.portion())
            gathering = _Gathering()
    if gathering.rows:
        yield tuple(gathering.portion())


def _fresh(phones: Sequence[str], seen: set[int]) -> list[str]:
    """Those that no earlier row has; from now on they are seen."""
    fresh = []
    for phone in phones:
        before = len(seen)
        seen.add(int(phone))
        if len(seen) > before:
            fresh.append(phone)
    return fresh


class _Finder:
    """Finds the phones of a row, with the calling code that may stand beside each."""

    def __init__(self, table: Table, phone_columns: Sequence[int], country: str | None) -> None:
        self._column, self._columns = phone_columns[0], table.columns
        self._cells = [_Cell(table, column, country) for column in phone_columns]

    def __call__(self, cells: list[str]) -> tuple[Sequence[str], str]:
        """The phones, and what could not be read. Nearly every cell is one phone.

        Of a row that has swallowed others, its own phones count, and it stands in front of the person.
        """
        found, why = self._of_the_row(cells)
        swallowed_rows = (
            swallowed.faults(cells, self._columns, self._column) if "\n" in "".join(cells) else []
        )
        return found, why or next((fault.sentence for fault in swallowed_rows), "")

    def _of_the_row(self, cells: list[str]) -> tuple[Sequence[str], str]:
        """Of several columns, those that are empty say nothing, unless all are."""
        if len(self._cells) == 1:
            return self._cells[0].find(cells)
        filled = [one for one in self._cells if cells[one.column].strip()]
        found = [one.find(cells) for one in filled or self._cells[:1]]
        phones = dict.fromkeys(phone for phones, _ in found for phone in phones)
        return tuple(phones), next((why for _, why in found if why), "")


class _Cell:
    """Finds the phones in one column."""

    def __init__(self, table: Table, column: int, country: str | None) -> None:
        self.column = column
        code = code_column(table, column, country)
        self._read = calling_code.reader(code, column, country, unassigned=True)

    def find(self, cells: list[str]) -> tuple[Sequence[str], str]:
        """The phones, and what could not be read."""
        try:
            return (self._read(cells),), ""
        except PhoneFault as fault:
            return phones_in_text.find_in(cells[self.column], fault, partial(self._in_row, cells))

    def _in_row(self, cells: list[str], text: str) -> str:
        return self._read([*cells[: self.column], text, *cells[self.column + 1 :]])
