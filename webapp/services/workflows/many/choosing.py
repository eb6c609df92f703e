"""Choosing those for whom a workflow is started, by the thousand: in a job, as they are while it goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.db import db, insert
from webapp.errors import Conflict
from webapp.models.selection_job import SelectionJob
from webapp.models.user import User
from webapp.models.workflow_start import StartState, WorkflowStart, WorkflowStartMember
from webapp.services.background_work import Kind
from webapp.services.contacts.segments import selection, selection_jobs
from webapp.services.contacts.segments.selection import Selection
from webapp.services.workflows.many import asking

BEING_CHOSEN = "Its contacts are still being chosen. Wait until all are."


def _is_draft(job: SelectionJob) -> bool:
    start = db.session.get(WorkflowStart, job.start_id)
    return start is not None and start.state == StartState.DRAFT


KIND = Kind(
    "working",
    selection_jobs.locked,
    SelectionJob.set_working,
    _is_draft,
    "Nothing was started.",
    "Outbound was interrupted several times while it chose the contacts. Try it again.",
)


def prepare(workflow_id: int, chosen: Selection, said: str, by: User) -> WorkflowStart:
    """As asking.prepare does; where they are many, a job chooses them, and nothing can begin before."""
    if not selection_jobs.is_large(chosen):
        return asking.prepare(workflow_id, selection.where(chosen), said, by)
    start = asking.drafted(workflow_id, said, by)
    job = selection_jobs.begin(chosen, said, by, start_id=start.id)
    start.people = job.people
    return start


def choose(job_id: int) -> Iterator[int]:
    """Choose them; yields whenever a commit is due."""
    return selection_jobs.carry_out(job_id, KIND, _put, _done)


def begin(start_id: int, by: User) -> WorkflowStart:
    """As asking.begin does. Raises Conflict while they are being chosen."""
    must_be_chosen(start_id)
    return asking.begin(start_id, by)


def cancel(start_id: int, by: User) -> WorkflowStart:
    """As asking.cancel does; those who are not chosen yet are not chosen any more."""
    job = selection_jobs.of_start(start_id)
    if job is not None and job.is_open:
        selection_jobs.stop(job.id, by)
    return asking.cancel(start_id, by)


def again(start_id: int) -> None:
    """Choosing them failed: go on with it. Raises NotFound, Conflict."""
    job = selection_jobs.of_start(start_id)
    if job is None or not _is_draft(job):
        raise Conflict("Its contacts are chosen already.")
    selection_jobs.go_on(job.id)


def must_be_chosen(start_id: int) -> None:
    """Raises Conflict while they are being chosen, or where that has failed."""
    job = selection_jobs.of_start(start_id)
    if job is not None and job.selection:
        raise Conflict(BEING_CHOSEN if job.is_open else job.working_fault)


def _put(job: SelectionJob, ids: Sequence[int]) -> int:
    written = insert(WorkflowStartMember).values(
        [{"start_id": job.start_id, "contact_id": one} for one in ids]
    )
    once = written.on_conflict_do_nothing().returning(WorkflowStartMember.contact_id)
    return len(db.session.scalars(once).all())


def _done(job: SelectionJob, _: Sequence[int]) -> int:
    start = asking.get(job.start_id or 0)
    start.people = asking.waiting(start)
    return start.people
