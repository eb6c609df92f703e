"""A label on, or off, contacts that were chosen: at once, or by a job where they are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, select

from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.selection_job import Act, SelectionJob
from webapp.models.source import Source, SourceKind
from webapp.models.user import User
from webapp.services import events
from webapp.services.background_work import Kind
from webapp.services.contacts import labels, many_labels
from webapp.services.contacts.segments import selection_jobs
from webapp.services.contacts.segments.selection import Selection

KIND = Kind(
    "working",
    selection_jobs.locked,
    SelectionJob.set_working,
    lambda _: True,
    "Those to whom it was done stay so.",
    "Outbound was interrupted several times while it changed labels. Let it go on.",
)


def at_once(act: Act, typed: str, whom: ColumnElement[bool], by: User) -> tuple[str, int]:
    """The label, and to how many it was done. `whom`: a condition on Contact, of few. Raises Fault."""
    label = labels.read(typed)
    ids = db.session.scalars(select(Contact.id).where(whom).order_by(Contact.id)).all()
    count = len(_change(act, label, ids, by))
    _note(act, label, count, by.id)
    return label, count


def begin(act: Act, typed: str, chosen: Selection, said: str, by: User) -> SelectionJob:
    """Let a job do it. Raises Fault."""
    return selection_jobs.begin(chosen, said, by, act=act, label=labels.read(typed))


def carry_out(job_id: int) -> Iterator[int]:
    """Do it; yields whenever a commit is due."""
    return selection_jobs.carry_out(job_id, KIND, _put, _done)


def stop(job_id: int, by: User) -> None:
    """Those to whom it was done stay so. Raises NotFound, Conflict."""
    _done(selection_jobs.stop(job_id, by), ())


def _put(job: SelectionJob, ids: Sequence[int]) -> int:
    return len(_change(job.act or Act.LABEL, job.label, ids, job.author))


def _done(job: SelectionJob, _: Sequence[int]) -> int:
    _note(job.act or Act.LABEL, job.label, job.added, job.created_by)
    return job.added


def _note(act: Act, label: str, count: int, user_id: int) -> None:
    """The audit has one line of all of them."""
    if count and act == Act.UNLABEL:
        events.note("contacts.unlabeled", user_id=user_id, label=label, count=count)
    elif count:
        events.note("contacts.labeled", user_id=user_id, label=label, count=count)


def _change(act: Act, label: str, ids: Sequence[int], by: User) -> list[int]:
    if act == Act.UNLABEL:
        return many_labels.remove(ids, label)
    return many_labels.put(ids, label, Source(SourceKind.PERSON, by.name, by.id))
