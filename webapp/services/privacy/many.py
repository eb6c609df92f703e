"""Erasing many who were chosen: confirmed, then erased one by one by a job, which names whom it cannot."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select

from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict, Fault
from webapp.models.contact import Contact
from webapp.models.selection_job import Act, SelectionJob
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import background_work, events
from webapp.services.background_work import Claim, Kind
from webapp.services.contacts.segments import members, selection_jobs
from webapp.services.contacts.segments.selection import Selection
from webapp.services.privacy import erasure, traces

MOST = 10_000
"""At once: all that is kept is read for each of them."""
TOLD = 200
"""Of those who could not be erased, with the reason."""
KIND = Kind(
    "working",
    selection_jobs.locked,
    SelectionJob.set_working,
    lambda _: True,
    "Those who are erased are gone; the others are still there.",
    "Outbound was interrupted several times while it erased contacts. Let it go on.",
)


def prepare(whom: ColumnElement[bool], said: str, by: User) -> SelectionJob:
    """Those who fit now, and no one who comes later. Nothing is erased before `begin`. Raises Fault."""
    query = select(Contact.id).where(whom).order_by(Contact.id).limit(MOST + 1)
    ids = db.session.scalars(query).all()
    if not ids:
        raise Fault("There is no one who could be erased.")
    if len(ids) > MOST:
        raise Fault(f"Up to {MOST:,} contacts can be erased at once. Narrow the list first.")
    return selection_jobs.drafted(Selection(ids=tuple(ids)), said, by, Act.ERASE)


def begin(job_id: int, typed: str, by: User) -> SelectionJob:
    """The one who chose them has typed how many they are. Raises NotFound, Conflict, Fault."""
    job = selection_jobs.locked(job_id)
    if not is_draft(job):
        raise Conflict("It was begun before.")
    if job.created_by != by.id:
        raise Conflict(f"{job.author.name} has chosen these. Choose them yourself instead.")
    if typed.strip().replace(",", "") != str(job.people):
        raise Fault(f"Type how many are to be erased: {job.people}.", "confirm")
    job.set_working(Work.WAITING)
    job.worked_at = now()
    queue.later(queue.PUT_SELECTED, job.id)
    events.note("contacts.erasure_begun", user_id=by.id, count=job.people)
    return job


def is_draft(job: SelectionJob) -> bool:
    """It was not confirmed yet."""
    return job.act == Act.ERASE and job.working == Work.NONE and not job.working_fault


def stop(job_id: int, by: User) -> None:
    """Who is erased is gone. Raises NotFound, Conflict."""
    _note_end(selection_jobs.stop(job_id, by))


def carry_out(job_id: int) -> Iterator[int]:
    """Erase them, one in a transaction; yields how many have been looked at whenever a commit is due."""
    claim = background_work.begin(job_id, KIND)
    yield 0
    while claim is not None and (job := claim.again()) is not None:
        found = _next(job)
        if found is None:
            _end(job)
            claim.heartbeat()
            yield job.seen
            return
        contact_id, phone = found
        yield job.seen
        traced = traces.look(phone)  # reads much: nothing is held meanwhile
        if claim.again() is None:
            return
        _erase(claim, contact_id, phone, traced)
        yield job.seen


def _next(job: SelectionJob) -> tuple[int, str] | None:
    theirs = (members.these(job.selection["ids"]), selection_jobs.known_then(job))
    query = select(Contact.id, Contact.phone).where(*theirs, Contact.id > job.reached)
    row = db.session.execute(query.order_by(Contact.id).limit(1)).one_or_none()
    return None if row is None else (row.id, row.phone)


def _erase(claim: Claim[SelectionJob], contact_id: int, phone: str, traced: traces.Traces) -> None:
    user_id, sentence = claim.row.created_by, ""
    try:
        erasure.erase(phone, traced, user_id)
    except Fault as fault:
        db.session.rollback()  # what it has begun
        sentence = fault.sentence
    job = claim.again()
    if job is None:
        raise Conflict("Another job goes on with it.")  # and nothing of this one is kept
    job.seen, job.reached = job.seen + 1, contact_id
    job.added += not sentence
    if sentence and len(job.refused) < TOLD:
        job.refused = [*job.refused, [contact_id, sentence]]
    claim.heartbeat()


def _end(job: SelectionJob) -> None:
    job.set_working(Work.DONE)
    job.selection = {}
    _note_end(job)


def _note_end(job: SelectionJob) -> None:
    refused = job.seen - job.added
    events.note("contacts.erasure_ended", user_id=job.created_by, count=job.added, refused=refused)
