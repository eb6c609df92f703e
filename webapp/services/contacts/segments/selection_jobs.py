"""Contacts that were chosen by the thousand: a job puts them where they are wanted, some at a time.

Each step begins after the last contact of the one before, so that one that is interrupted goes on there, and
who is there already stays as they are: it may be done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import ColumnElement, func, select

from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.contact import Contact
from webapp.models.selection_job import Act, SelectionJob
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import background_work
from webapp.services.contacts.segments import selection
from webapp.services.contacts.segments.selection import Selection

FEW = 1_000
"""More are left to a job."""
AT_ONCE = 1_000
NOT_THERE = "This does not exist any more."
Put = Callable[[SelectionJob, Sequence[int]], int]
"""Puts contacts, by id, where a job wants them; returns how many are new there."""


def is_large(chosen: Selection) -> bool:
    """Whether they are too many for the one who asks to wait."""
    some = select(Contact.id).where(selection.where(chosen)).limit(FEW + 1)
    return (db.session.scalar(select(func.count()).select_from(some.subquery())) or 0) > FEW


def begin(
    chosen: Selection,
    said: str,
    by: User,
    *,
    segment_id: int | None = None,
    start_id: int | None = None,
    act: Act | None = None,
    label: str = "",
) -> SelectionJob:
    """For those who are chosen now. `said`: the same in words. One of the others says what for."""
    job = drafted(chosen, said, by, act)
    job.segment_id, job.start_id, job.label = segment_id, start_id, label
    job.set_working(Work.WAITING)
    queue.later(queue.PUT_SELECTED, job.id)
    return job


def drafted(chosen: Selection, said: str, by: User, act: Act | None) -> SelectionJob:
    """The same, on which no job works yet."""
    job = SelectionJob(
        act=act,
        selection=selection.to_json(chosen),
        said=said[:200],
        people=selection.count(chosen),
        last_id=db.session.scalar(select(func.max(Contact.id))) or 0,
        working=Work.NONE,
        revision=0,
        created_by=by.id,
    )
    db.session.add(job)
    db.session.flush()
    return job


def get(job_id: int) -> SelectionJob:
    """One that does something with contacts. Raises NotFound."""
    job = db.session.get(SelectionJob, job_id)
    if job is None or job.act is None:
        raise NotFound(NOT_THERE)
    return job


def carry_out(job_id: int, kind: background_work.Kind[SelectionJob], put: Put, done: Put) -> Iterator[int]:
    """Put all of them there; yields how many have been looked at whenever a commit is due.

    `done`: called once all are there.
    """
    claim = background_work.begin(job_id, kind)
    yield 0
    while claim is not None and (job := claim.again()) is not None:
        try:
            ids = _next(job)
        except Fault as fault:  # what it asks about is gone
            claim.fail(fault.sentence)
            yield job.seen
            return
        if ids:
            job.added += put(job, ids)
            job.seen, job.reached = job.seen + len(ids), ids[-1]
        if len(ids) < AT_ONCE:
            job.set_working(Work.DONE)
            done(job, ())
            job.selection = {}
        claim.heartbeat()
        yield job.seen


def _next(job: SelectionJob) -> Sequence[int]:
    theirs = selection.where(selection.from_json(job.selection))
    query = select(Contact.id).where(theirs, Contact.id > job.reached, Contact.id <= job.last_id)
    return db.session.scalars(query.where(known_then(job)).order_by(Contact.id).limit(AT_ONCE)).all()


def known_then(job: SelectionJob) -> ColumnElement[bool]:
    """That a contact was there when they were chosen: SQLite gives an id again when its contact is erased."""
    return Contact.created_at <= job.created_at


def locked(job_id: int) -> SelectionJob:
    """No one else changes it until the transaction ends. Raises NotFound."""
    query = select(SelectionJob).where(SelectionJob.id == job_id).with_for_update(key_share=True)
    job = db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if job is None:
        raise NotFound(NOT_THERE)
    return job


def stop(job_id: int, by: User) -> SelectionJob:
    """Those who are there stay. Raises NotFound, and Conflict when it is over."""
    job = locked(job_id)
    if not job.is_open:
        raise Conflict("It is over already.")
    job.set_working(Work.NONE)
    job.working_fault = f"{by.name} stopped it."
    return job


def go_on(job_id: int) -> None:
    """One that failed, or was stopped, goes on after the last contact. Raises NotFound, Conflict."""
    job = locked(job_id)
    if job.working not in (Work.NONE, Work.FAILED):
        raise Conflict("It goes on already.")
    job.set_working(Work.WAITING)
    job.working_fault, job.worked_at = "", now()
    queue.later(queue.PUT_SELECTED, job.id)


def of_segment(segment_id: int) -> SelectionJob | None:
    """The latest that puts contacts into a segment."""
    query = select(SelectionJob).where(SelectionJob.segment_id == segment_id)
    return db.session.scalars(query.order_by(SelectionJob.id.desc()).limit(1)).one_or_none()


def of_start(start_id: int) -> SelectionJob | None:
    """The one that chooses those for whom a workflow is started; None: they were few."""
    query = select(SelectionJob).where(SelectionJob.start_id == start_id)
    return db.session.scalars(query.order_by(SelectionJob.id.desc()).limit(1)).one_or_none()


def due() -> list[int]:
    """The ids of those on which no job works."""
    return background_work.due(SelectionJob.working)
