"""Lists that staff import as contacts: storing one, saying how it is imported, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict, Fault, Gather, NotFound
from webapp.models.contact_import import ContactImport, UnreadRow
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import background_work, events, signals, uploads
from webapp.services.contacts.imports import plan as plans
from webapp.services.contacts.segments import members
from webapp.services.contacts.segments import store as segments
from webapp.services.intake import choices, unread_rows
from webapp.services.intake.options import ReadingOptions

LATEST = 20
BEGUN = "This list is imported already, or being imported."
READ_OTHERWISE = (
    "This list was read in another way meanwhile, so its columns may be others. Look at them again, and "
    "then import it."
)


def take(filename: str, content: IO[bytes], country: str, by: User) -> ContactImport:
    """Keep a list; a job reads it, and imports nothing. Raises Fault or Faults that name the fields."""
    faults = Gather()
    with faults:
        choices.must_be_list(content)
        upload = uploads.store(filename, content, by.id)
    with faults:
        choices.must_be_country(country)
    faults.settle()
    one = ContactImport(
        filename=upload.filename, upload_id=upload.id, country=country, created_by=by.id,
        reading=Work.NONE, importing=Work.NONE, revision=0,
    )  # fmt: skip
    db.session.add(one)
    db.session.flush()
    read_on(one)
    return one


def choose_phones(one: ContactImport, phone_column: int | None, country: str) -> None:
    """Say where the phones are, and which country is assumed; it is read again. Raises Fault, Conflict."""
    choices.must_be_country(country)
    chosen = choices.must_have_column(one, phone_column)
    _must_be_readable(one)
    one.phone_column, one.country = chosen, country
    read_on(one)


def choose_reading(one: ContactImport, options: ReadingOptions) -> None:
    """Read the file in another encoding, or another sheet of it. Raises Conflict."""
    _must_be_readable(one)
    one.reading_options = options._asdict()
    one.phone_column, one.phone_candidates = None, []
    read_on(one)


def try_again(one: ContactImport) -> None:
    """Read a list once more that ended in a fault. Raises Conflict."""
    _must_be_readable(one)
    read_on(one)


def _must_be_readable(one: ContactImport) -> None:
    if one.importing != Work.NONE or one.rows_done:
        raise Conflict(BEGUN)
    if one.reading not in (Work.DONE, Work.FAILED):
        raise Conflict("This list is being read. Wait until it is done.")
    if one.upload_id is None:
        raise Conflict(choices.FILE_GONE)


def read_on(one: ContactImport) -> None:
    """Let a job read it from its beginning."""
    one.attempts = 0
    one.set_reading(Work.WAITING)
    one.reading_fault, one.worked_at = "", now()
    queue.later(queue.IMPORT_CONTACTS, one.id)


def begin(one: ContactImport, typed: plans.Typed, by: User) -> None:
    """Import it, as someone chose; `seen` is the revision whose columns they saw.

    Raises Fault or Faults that name the fields, Conflict.
    """
    _must_be_readable(one)
    if typed.get("seen", str(one.revision)) != str(one.revision):
        raise Conflict(READ_OTHERWISE)
    if one.reading != Work.DONE or one.phone_column is None or not one.people:
        raise Conflict("There is no one in this list who could be imported.")
    faults = Gather()
    with faults:
        chosen = plans.read(one, typed)
    with faults:
        segment_id = _segment(typed, by)
    faults.settle()
    one.plan, one.segment_id = chosen.to_json(), segment_id
    _import_on(one)
    events.note("contacts.import_begun", user_id=by.id, **_line(one), count=one.people)


def _segment(typed: plans.Typed, by: User) -> int | None:
    """One that is there, or a new one."""
    called, chosen = typed.get("new_segment", "").strip(), typed.get("segment", "")
    if called and chosen:
        raise Fault("Choose a segment, or name a new one; not both.", "new_segment")
    if called:
        try:
            return segments.create(called, by).id
        except Fault as fault:
            raise Fault(fault.sentence, "new_segment") from fault
    if not chosen:
        return None
    segment = segments.get(int(chosen) if chosen.isascii() and chosen.isdecimal() else 0)
    members.must_be_by_hand(segment)
    return segment.id


def _import_on(one: ContactImport) -> None:
    one.attempts = 0
    one.set_importing(Work.WAITING)
    one.importing_fault, one.worked_at = "", now()
    queue.later(queue.IMPORT_CONTACTS, one.id)


def stop(one: ContactImport, by: User) -> None:
    """Those who are imported stay. Raises Conflict when it is over."""
    if one.importing not in (Work.WAITING, Work.RUNNING):
        raise Conflict("It is over already.")
    one.set_importing(Work.NONE)
    one.importing_fault = f"{by.name} stopped it."
    tell_dates(one)


def tell_dates(one: ContactImport) -> None:
    """Workflows that go by a date follow what has been imported so far."""
    plan = plans.Plan.of(one.plan)
    names, zones = [taken.name for taken in plan.taken], plan.zone is not None
    if names or zones:
        signals.emit(signals.CONTACTS_IMPORTED, attributes=names, zones=zones)


def go_on(one: ContactImport) -> None:
    """One that failed, or was stopped, goes on after its last row. Raises Conflict."""
    if not one.plan or one.importing not in (Work.NONE, Work.FAILED):
        raise Conflict("It goes on already, or is done.")
    if one.upload_id is None:
        raise Conflict(choices.FILE_GONE)
    _import_on(one)


def discard(one: ContactImport, by: User) -> None:
    """Forget a list of which nothing was imported. Raises Conflict."""
    if one.plan or one.importing != Work.NONE:
        raise Conflict(BEGUN)
    events.note("contacts.import_discarded", user_id=by.id, filename=one.filename)
    upload_id = one.upload_id
    unread_rows.forget(UnreadRow, one.id)
    db.session.delete(one)
    db.session.flush()
    if upload_id is not None:
        uploads.remove(upload_id)


def close(one: ContactImport) -> None:
    """It is imported: its file, and what is shown of its columns, are not needed any more."""
    upload_id, one.upload_id, one.shown = one.upload_id, None, []
    db.session.flush()
    if upload_id is not None:
        uploads.remove(upload_id)
    tell_dates(one)
    counts = {"added": one.added, "changed": one.changed, "same": one.same, "unread": one.unread}
    counts |= {"marked": one.marked} if plans.Plan.of(one.plan).opts_out else {}
    events.note("contacts.imported", user_id=one.created_by, **_line(one), **counts)


def _line(one: ContactImport) -> dict[str, Any]:
    """What the audit keeps of it."""
    segment = segments.get(one.segment_id).name if one.segment_id else ""
    label = plans.Plan.of(one.plan).label
    return {"import_id": one.id, "filename": one.filename, "label": label, "segment_name": segment}


def get(import_id: int) -> ContactImport:
    """Raises NotFound."""
    return _found(import_id, lock=False)


def locked(import_id: int) -> ContactImport:
    """As the database has it now, locked for the rest of the transaction. Raises NotFound."""
    return _found(import_id, lock=True)


def _found(import_id: int, lock: bool) -> ContactImport:
    query = select(ContactImport).where(ContactImport.id == import_id)
    query = query.execution_options(populate_existing=True)
    one = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if one is None:
        raise NotFound("This list does not exist any more.")
    return one


def latest() -> Sequence[ContactImport]:
    """The newest first."""
    query = select(ContactImport).options(joinedload(ContactImport.author))
    return db.session.scalars(query.order_by(ContactImport.id.desc()).limit(LATEST)).all()


def due() -> list[int]:
    """The ids of those that wait for a job, or whose job has died."""
    reading = background_work.due(ContactImport.reading)
    return sorted({*reading, *background_work.due(ContactImport.importing)})


def unread(one: ContactImport, limit: int | None = None) -> Sequence[UnreadRow]:
    """The rows that cannot be imported, or the first of them, in the order of the list."""
    return unread_rows.some(UnreadRow, one.id, limit)


def report(one: ContactImport) -> Iterator[str]:
    """All of those rows as CSV."""
    return unread_rows.report(UnreadRow, one)
