"""Working a list out: what it is, then what there is to store of its rows. Needs no database.

What it tells are plain tuples, (kind, content), because it may tell them from another process.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from webapp.models.recipient import RecipientStatus
from webapp.rules import person_names
from webapp.rules.cells import opt_out_column
from webapp.services.intake import calling_code, storing
from webapp.services.intake.columns import every_phone, find_phone
from webapp.services.intake.faults import FileFault
from webapp.services.intake.options import FIND_OUT, ReadingOptions
from webapp.services.intake.rows import check
from webapp.services.intake.storing import Record
from webapp.services.intake.table import Table, open_table

DESCRIBED = "described"
"""Once, first; the content is a Description."""
ROWS = "rows"
"""The content is a portion of what is to be stored."""
FURTHER = "further_phones"
"""In `read_as`: the columns with phones besides the phone column, of which all count."""
NOT_OUT = "not_out"
"""In `read_as` of a list of opt-outs: it looks like one of all contacts, most of whom have not opted out."""
NOTHING_YET = "nothing yet"
FAULT = "fault"
"""Last; the content is the sentence that says why the file cannot be used."""

Told = tuple[str, Any]

FAULTY, QUEUED, SKIPPED = map(str, (RecipientStatus.FAULTY, RecipientStatus.QUEUED, RecipientStatus.SKIPPED))


class ParseRequest(NamedTuple):
    """What is to be worked out. Without a `phone_column` it is to be found, with `every` all of them.

    `further`: columns with phones besides it, found before.
    """

    filename: str
    phone_column: int | None
    country: str
    options: ReadingOptions = FIND_OUT
    every: bool = False
    further: tuple[int, ...] = ()


class Description(NamedTuple):
    """The list as a whole; without a `phone_column` a person must choose among the candidates.

    `read_as`: how the file was read, and what else could be chosen (plain data, for the page).
    """

    columns: list[str]
    notes: list[str]
    rows_expected: int
    phone_column: int | None
    phone_candidates: list[int]
    read_as: dict[str, Any]
    name_columns: list[int]


Portions = Callable[..., Iterable[Any]]
"""Of a table, the index of its phone column and the assumed country: what is stored at once, in turn. With
`further`, if there are any: the indexes of more columns with phones."""


def tell(file: BinaryIO, request: ParseRequest, portions: Portions) -> Generator[Told]:
    """The description, then the portions of its rows, or the fault. Never raises FileFault."""
    try:
        with open_table(file, request.filename, request.options) as table:
            described = _describe(table, request)
            yield DESCRIBED, tuple(described)
            if described.phone_column is not None:
                further = described.read_as[FURTHER]
                more = {"further": further} if further else {}
                for portion in portions(table, described.phone_column, request.country or None, **more):
                    yield ROWS, portion
    except FileFault as fault:  # perhaps only at its end
        yield FAULT, fault.sentence


def _describe(table: Table, request: ParseRequest) -> Description:
    index, candidates, notes = request.phone_column, list[int](), table.notes
    further = [at for at in request.further if at < len(table.columns)]
    if index is None or index >= len(table.columns):
        seen = (table.columns, table.sample, request.country or None)
        several = every_phone(*seen) if request.every else None
        found = several or find_phone(*seen)
        index, candidates, notes = found.index, list(found.candidates), [*notes, found.why]
        further = candidates[1:] if several else []
    code = None if index is None else code_column(table, index, request.country or None)
    if code is not None:
        notes = [*notes, f"The countries of the phone numbers are in “{table.columns[code]}”."]
    read_as = {**table.read_as, "calling_code_column": code, FURTHER: further}
    if request.every:
        not_out = opt_out_column.count_not_out(table.columns, table.sample)
        read_as[NOT_OUT] = not_out * 2 > len(table.sample)
    names = person_names.guess(table.columns, table.sample, index)
    return Description(table.columns, notes, table.size_hint, index, candidates, read_as, names)


def code_column(table: Table, phone_column: int, country: str | None) -> int | None:
    """The index of the column that holds the calling codes of a table's phones; None when none does."""
    found = calling_code.candidates(table.columns, table.sample)
    return calling_code.find(found, table.sample, phone_column, country)


def recipients(
    batch_id: int, table: Table, phone_column: int, country: str | None, *, unassigned: bool = False
) -> Iterator[list[Record]]:
    """The rows of a batch's list. `unassigned`: see ReadingOptions."""
    code = code_column(table, phone_column, country)
    plain = code is None and not unassigned
    reader = None if plain else calling_code.reader(code, phone_column, country, unassigned=unassigned)
    return storing.chunks(_records(batch_id, table, phone_column, country, reader))


def _records(
    batch_id: int, table: Table, phone_column: int, country: str | None, reader: calling_code.Reader | None
) -> Iterator[Record]:
    columns = table.columns
    first_rows: dict[int, int] = {}  # of each phone, as an int: a million fit
    for number, read in table.rows():
        row_no, cells, phone, faults = check(number, read, columns, phone_column, country, reader)
        stored, why = storing.as_json(cells), json.dumps(faults) if faults else None
        first = first_rows.get(int(phone)) if phone else None
        if first is not None and not faults:
            yield batch_id, row_no, phone, stored, SKIPPED, why, f"duplicate of row {first}", "", 0, first
            continue
        if phone and not faults:  # a row that cannot be used stands in no other's way
            first_rows[int(phone)] = row_no
        yield batch_id, row_no, phone, stored, FAULTY if faults else QUEUED, why, "", "", 0, first
