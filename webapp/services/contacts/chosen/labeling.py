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

KINDS = {Act.LABEL: "contacts.labeled", Act.UNLABEL: "contacts.unlabeled"}
"""Of the line in the audit."""
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
    if count:
        events.note(KINDS[act], user_id=by.id, label=label, count=count)
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
    """The audit has one line of all of them."""
    if job.added:
        events.note(KINDS[job.act or Act.LABEL], user_id=job.created_by, label=job.label, count=job.added)
    return job.added


def _change(act: Act, label: str, ids: Sequence[int], by: User) -> list[int]:
    if act == Act.UNLABEL:
        return many_labels.remove(ids, label)
    return many_labels.put(ids, label, Source(SourceKind.PERSON, by.name, by.id))
