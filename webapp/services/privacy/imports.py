"""Imported lists, of opt-outs and of contacts: what of them may be about someone.

Rows that could not be read may be theirs, and so may files that were not worked through to the end.

How many rows there were, and where the list came from, stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, delete, exists, or_, select, update

from webapp.bulk import in_param
from webapp.db import UNTRACKED, db, only_reading
from webapp.errors import Conflict
from webapp.models.contact_import import ContactImport, UnreadRow
from webapp.models.opt_out_import import OptOutImport, UnusableRow
from webapp.models.work import Work
from webapp.services import uploads

BUSY = (Work.WAITING, Work.RUNNING)
ROWS_AT_ONCE = 5000


class Key(NamedTuple):
    """Of a row: the kind of its import, the id of that, the number of the row."""

    kind: str
    import_id: int
    row_no: int


@dataclass(frozen=True)
class Kind:
    """`work`: the columns that say how far its jobs are. `emptied`: what goes with the file, besides it."""

    called: str
    model: Any
    row: Any
    work: tuple[Any, ...]
    emptied: Mapping[str, Any]

    @property
    def idle(self) -> ColumnElement[bool]:
        """No job works on it, or is about to."""
        return and_(*(column.not_in(BUSY) for column in self.work))

    @property
    def open(self) -> ColumnElement[bool]:
        """It may get more rows."""
        return or_(self.model.upload_id.is_not(None), *(column.in_(BUSY) for column in self.work))

    def is_busy(self, one: Any) -> bool:
        """The opposite of `idle`, of one at hand."""
        return any(getattr(one, column.key) in BUSY for column in self.work)


KINDS = {
    "contacts": Kind(
        "The list of contacts",
        ContactImport,
        UnreadRow,
        (ContactImport.reading, ContactImport.importing),
        {"shown": []},
    ),
    "opt_outs": Kind("The list of opt-outs", OptOutImport, UnusableRow, (OptOutImport.reading,), {}),
}


def must_not_be_read_now() -> None:
    """Raises Conflict while a list is being read; lists that could be read on are locked, and are not.

    Before anything else is locked: a job that reads one locks messages and batches after it.
    """
    for kind in KINDS.values():
        query = select(kind.model).where(kind.open).order_by(kind.model.id).with_for_update()
        for one in db.session.scalars(query, execution_options={"populate_existing": True}).all():
            if kind.is_busy(one):
                raise Conflict(
                    f"{kind.called} “{one.filename}” is being read and may hold them. "
                    "Try again when it is read."
                )


def closed(connection: Connection) -> frozenset[tuple[str, int]]:
    """The imports, by kind and id, that get no more rows."""
    return frozenset(
        (name, import_id)
        for name, kind in KINDS.items()
        for import_id in connection.scalars(select(kind.model.id).where(~kind.open))
    )


def rows(connection: Connection, but: Iterable[tuple[str, int]]) -> Iterator[tuple[Key, str]]:
    """The key of each row, and its cells as JSON; not of the imports `but`."""
    known = list(but)
    for name, kind in KINDS.items():
        query = select(kind.row.import_id, kind.row.row_no, cast(kind.row.cells, Text))
        query = query.where(
            kind.row.import_id.in_(select(kind.model.id).where(~in_param(kind.model.id, "ids")))
        )
        ids = {"ids": [import_id for of, import_id in known if of == name]}
        for import_id, row_no, cells in connection.execute(
            query, ids, execution_options={"yield_per": ROWS_AT_ONCE}
        ):
            yield Key(name, import_id, row_no), cells


def of(keys: Iterable[Key]) -> list[tuple[Any, Any]]:
    """These rows, each with its list."""
    found = ((KINDS[key.kind], key) for key in sorted(keys))
    return [
        (db.session.get_one(kind.model, key.import_id), db.session.get_one(kind.row, key[1:]))
        for kind, key in found
    ]


def erase(keys: Iterable[Key]) -> int:
    """Rows go: what is wrong with them repeats what they say. Returns how many."""
    count = 0
    for (name, import_id), own in groupby(sorted(keys), key=lambda key: key[:2]):
        row, numbers = KINDS[name].row, [key.row_no for key in own]
        these = (row.import_id == import_id, in_param(row.row_no, "numbers"))
        db.session.execute(delete(row).where(*these), {"numbers": numbers}, execution_options=UNTRACKED)
        count += len(numbers)
    return count


def forget_files() -> int:
    """Drop the files of lists that were not worked through: they may hold anyone. Returns how many."""
    count = 0
    for kind in KINDS.values():
        kept = select(kind.model.upload_id).where(kind.model.upload_id.is_not(None))
        found = [upload_id for upload_id in db.session.scalars(kept.order_by(kind.model.id)) if upload_id]
        if found and kind.emptied:
            with_file = update(kind.model).where(kind.model.upload_id.is_not(None))
            db.session.execute(with_file.values(**kind.emptied))
        for upload_id in found:
            uploads.remove(upload_id)
        count += len(found)
    return count


def let_go(upload_id: int) -> bool:
    """Clear the reference to a file. True while it is still to be read."""
    return any(_lets_go(kind, upload_id) is False for kind in KINDS.values())


def _lets_go(kind: Kind, upload_id: int) -> bool:
    idle = update(kind.model).where(kind.model.upload_id == upload_id, kind.idle)
    news = {"upload_id": None, "revision": kind.model.revision + 1, **kind.emptied}
    db.session.execute(idle.values(**news))
    return db.session.scalar(select(kind.model.id).where(kind.model.upload_id == upload_id)) is None


def forget_rows(before: datetime) -> Iterator[int]:
    """Those of lists that no one has read since `before`; yields how many whenever a commit is due."""
    for name, kind in KINDS.items():
        over = (kind.model.worked_at < before, kind.idle)
        own = kind.row.import_id == kind.model.id
        with only_reading() as connection:
            query = select(kind.model.id).where(*over, exists().where(own)).order_by(kind.model.id)
            old = list(connection.scalars(query))
        for import_id in old:
            some = select(kind.row.row_no).join(kind.model, own).where(kind.model.id == import_id, *over)
            some = some.order_by(kind.row.row_no).limit(ROWS_AT_ONCE)
            while numbers := db.session.scalars(some).all():
                yield erase(Key(name, import_id, row_no) for row_no in numbers)
