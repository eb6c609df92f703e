"""The words by which contacts were chosen by the thousand, or for a start for many: they may name a person.

They are removed in time, and what searched for someone goes with who is erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from webapp.bulk import execute_for, in_param
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.selection_job import SelectionJob
from webapp.models.work import Work
from webapp.models.workflow_start import StartState, WorkflowStart
from webapp.services import row_locks
from webapp.services.privacy import searches, workflows

BUSY = (Work.WAITING, Work.RUNNING)
NEVER_BEGUN = (StartState.DRAFT, StartState.CANCELED)
ERASED = "a search that is erased"


def old(before: datetime) -> Iterator[int]:
    """Jobs that were over before then. One that failed keeps its start from beginning, and goes with it."""
    alone = or_(SelectionJob.start_id.is_(None), SelectionJob.working == Work.DONE)
    over = (SelectionJob.created_at < before, SelectionJob.working.not_in(BUSY), alone)
    yield from workflows.remove(SelectionJob, *over)


def forget(phone: str) -> None:
    """What searched for someone, by their phone, their name or a part of these; not what goes on just now."""
    name = db.session.scalar(select(Contact.name).where(Contact.phone == phone)) or ""
    about = searches.about(phone, name)
    found = _searching(about)
    started = [job.start_id for job in found if job.start_id is not None and job.working != Work.DONE]
    gone = delete(WorkflowStart).where(_these(WorkflowStart), WorkflowStart.state.in_(NEVER_BEGUN))
    execute_for(gone, started)
    over = SelectionJob.working.not_in(BUSY)
    alone = [job.id for job in found if job.start_id is None]
    execute_for(delete(SelectionJob).where(_these(SelectionJob), over), alone)
    done = [job.id for job in found if job.working == Work.DONE]
    execute_for(update(SelectionJob).where(_these(SelectionJob)).values(said=ERASED), done)
    starts_over = select(WorkflowStart).where(WorkflowStart.state.not_in(workflows.TO_COME))
    starts = [one.id for one in db.session.scalars(starts_over) if about(one.whom)]
    execute_for(update(WorkflowStart).where(_these(WorkflowStart)).values(whom=ERASED), starts)


def _searching(about: Callable[[str], bool]) -> list[SelectionJob]:
    jobs = db.session.scalars(select(SelectionJob).where(SelectionJob.working.not_in(BUSY))).all()
    return [job for job in jobs if about(job.said) or about(f"“{job.selection.get('search', '')}”")]


def _these(model: Any) -> Any:
    return row_locks.in_turn(model.id, in_param(model.id, "ids"))
