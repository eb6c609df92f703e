"""Lists of opt-outs: rows without a usable phone may be someone's, and so may files not read to the end.

How many rows there were, and where the list came from, stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, Text, cast, delete, exists, or_, select

from webapp.bulk import in_param
from webapp.db import db, only_reading
from webapp.errors import Conflict
from webapp.models.opt_out_import import OptOutImport, UnusableRow
from webapp.models.work import Work
from webapp.services import uploads

Key = tuple[int, int]
"""Of a row: the id of its import, the number of the row."""
BUSY = (Work.WAITING, Work.RUNNING)
ROWS_AT_ONCE = 5000


def must_not_be_read_now() -> None:
    """Raises Conflict while a list is being read; lists that could be read on are locked, and are not.

    Before anything else is locked: a job that reads one locks messages and batches after it.
    """
    query = select(OptOutImport.filename, OptOutImport.reading).where(_open()).order_by(OptOutImport.id)
    for filename, reading in db.session.execute(query.with_for_update()).all():
        if reading in BUSY:
            raise Conflict(
                f"The list of opt-outs “{filename}” is being read and may hold them. "
                "Try again when it is read."
            )


def closed(connection: Connection) -> frozenset[int]:
    """The imports that get no more rows."""
    return frozenset(connection.scalars(select(OptOutImport.id).where(~_open())))


def rows(connection: Connection, but: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """The key of each row, and its cells as JSON."""
    query = select(UnusableRow.import_id, UnusableRow.row_no, cast(UnusableRow.cells, Text))
    imports = select(OptOutImport.id).where(~in_param(OptOutImport.id, "ids"))
    query = query.where(UnusableRow.import_id.in_(imports))
    options = {"yield_per": ROWS_AT_ONCE}
    yield from map(tuple, connection.execute(query, {"ids": list(but)}, execution_options=options))


def of(keys: Iterable[Key]) -> list[tuple[OptOutImport, UnusableRow]]:
    """These rows, each with its list."""
    return [
        (db.session.get_one(OptOutImport, key[0]), db.session.get_one(UnusableRow, key))
        for key in sorted(keys)
    ]


def erase(keys: Iterable[Key]) -> int:
    """Rows go: what is wrong with them repeats what they say. Returns how many."""
    count = 0
    for import_id, own in groupby(sorted(keys), key=lambda key: key[0]):
        numbers = [row_no for _, row_no in own]
        these = (UnusableRow.import_id == import_id, in_param(UnusableRow.row_no, "numbers"))
        db.session.execute(
            delete(UnusableRow).where(*these),
            {"numbers": numbers},
            execution_options={"synchronize_session": False},
        )
        count += len(numbers)
    return count


def forget_files() -> int:
    """Drop the files of lists that were not read to the end: they may hold anyone. Returns how many."""
    kept = select(OptOutImport.upload_id).where(OptOutImport.upload_id.is_not(None))
    found = [upload_id for upload_id in db.session.scalars(kept.order_by(OptOutImport.id)) if upload_id]
    for upload_id in found:
        uploads.remove(upload_id)
    return len(found)


def forget_rows(before: datetime) -> Iterator[int]:
    """Those of lists that no one has read since `before`; yields how many whenever a commit is due."""
    over = (OptOutImport.worked_at < before, OptOutImport.reading.not_in(BUSY))
    own = UnusableRow.import_id == OptOutImport.id
    with only_reading() as connection:
        query = select(OptOutImport.id).where(*over, exists().where(own)).order_by(OptOutImport.id)
        old = list(connection.scalars(query))
    for import_id in old:
        some = select(UnusableRow.row_no).join(OptOutImport, own).where(OptOutImport.id == import_id, *over)
        some = some.order_by(UnusableRow.row_no).limit(ROWS_AT_ONCE)
        while numbers := db.session.scalars(some).all():
            yield erase((import_id, row_no) for row_no in numbers)


def _open() -> ColumnElement[bool]:
    return or_(OptOutImport.upload_id.is_not(None), OptOutImport.reading.in_(BUSY))
