"""Lists of opt-outs that staff import: storing one, and its result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from webapp import form_fields, queue
from webapp.db import db, now
from webapp.errors import Conflict, Gather, NotFound
from webapp.models.opt_out_import import OptOutImport, UnusableRow
from webapp.models.work import Work
from webapp.services import events, uploads
from webapp.services.intake import choices, unread_rows

LONGEST_STATEMENT = 500
LATEST = 20


@dataclass(frozen=True)
class ImportForm:
    """What someone typed and chose; the fields are those of the form."""

    statement: str
    country: str


def take(filename: str, content: IO[bytes], form: ImportForm, user_id: int) -> OptOutImport:
    """Keep a list; a job reads it. Raises Faults that name the fields."""
    faults = Gather()
    with faults:
        choices.must_be_list(content)
        upload = uploads.store(filename, content, user_id)
    with faults:
        statement = _stated(form.statement)
    with faults:
        choices.must_be_country(form.country)
    faults.settle()
    one = OptOutImport(
        statement=statement, filename=upload.filename, upload_id=upload.id, country=form.country,
        reading=Work.NONE, phone_column=None, revision=0, created_by=user_id,
    )  # fmt: skip
    db.session.add(one)
    db.session.flush()
    _read_on(one)
    return one


def _stated(typed: str) -> str:
    return form_fields.line(typed, "statement", LONGEST_STATEMENT, "Write down where this list comes from.")


def choose_column(one: OptOutImport, phone_column: int | None) -> None:
    """Say which column holds the phones, where that could not be found out. Raises Fault or Conflict."""
    if one.reading != Work.DONE or one.phone_column is not None:
        raise Conflict("Someone has chosen the column already.")
    if one.upload_id is None:
        raise Conflict(choices.FILE_GONE)
    one.phone_column = choices.must_have_column(one, phone_column)
    _read_on(one)


def try_again(one: OptOutImport) -> None:
    """Continue a list that ended in an internal fault. Raises Conflict."""
    if one.reading != Work.FAILED:
        raise Conflict("This list is read, or being read, already.")
    if one.upload_id is None:
        raise Conflict(choices.FILE_GONE)
    one.attempts = 0
    _read_on(one)


def _read_on(one: OptOutImport) -> None:
    one.set_reading(Work.WAITING)
    one.reading_fault = ""
    one.worked_at = now()
    queue.later(queue.IMPORT_OPT_OUTS, one.id)


def close(one: OptOutImport) -> None:
    """Its list has been read, as far as it goes; the file is kept only where it has other rows."""
    if one.upload_id is not None and not choices.offers_rows(one):
        upload_id, one.upload_id = one.upload_id, None
        db.session.flush()
        uploads.remove(upload_id)
    one.known = max(0, one.known)  # see rereading
    counts = {"added": one.added, "known": one.known, "unusable": one.unusable, "lifted": one.lifted}
    events.note(
        "opt_outs.imported", user_id=one.created_by, import_id=one.id, text=one.statement,
        filename=one.filename, **counts,
    )  # fmt: skip


def settle(one: OptOutImport, user_id: int) -> None:
    """Someone has dealt with the rows that could not be read. Raises Conflict."""
    if one.reading in (Work.WAITING, Work.RUNNING) or not one.unusable:
        raise Conflict("There is nothing to be settled in this list.")
    if one.settled_at is not None:
        raise Conflict("Someone has settled these rows already.")
    one.settled_at, one.settled_by = now(), user_id
    one.revision += 1
    events.note("opt_outs.rows_settled", user_id=user_id, import_id=one.id, filename=one.filename)


def unsettled() -> Sequence[OptOutImport]:
    """Lists with rows that could not be read and that no one has dealt with, the newest first."""
    kept = exists().where(UnusableRow.import_id == OptOutImport.id)
    query = select(OptOutImport).where(OptOutImport.unusable > 0, OptOutImport.settled_at.is_(None), kept)
    query = query.where(OptOutImport.reading.not_in((Work.WAITING, Work.RUNNING)))
    return db.session.scalars(query.order_by(OptOutImport.id.desc()).limit(LATEST)).all()


def get(import_id: int) -> OptOutImport:
    """Raises NotFound."""
    return _found(import_id, lock=False)


def locked(import_id: int) -> OptOutImport:
    """As the database has it now, locked for the rest of the transaction. Raises NotFound."""
    return _found(import_id, lock=True)


def _found(import_id: int, lock: bool) -> OptOutImport:
    query = select(OptOutImport).where(OptOutImport.id == import_id)
    query = query.execution_options(populate_existing=True)
    one = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if one is None:
        raise NotFound("This list does not exist.")
    return one


def latest() -> Sequence[OptOutImport]:
    """The newest first."""
    query = select(OptOutImport).options(joinedload(OptOutImport.author))
    return db.session.scalars(query.order_by(OptOutImport.id.desc()).limit(LATEST)).all()


def unusable(one: OptOutImport, limit: int | None = None) -> Sequence[UnusableRow]:
    """The rows that could not be read, or the first of them, in the order of the list."""
    return unread_rows.some(UnusableRow, one.id, limit)


def report(one: OptOutImport) -> Iterator[str]:
    """All of those rows as CSV."""
    return unread_rows.report(UnusableRow, one)
