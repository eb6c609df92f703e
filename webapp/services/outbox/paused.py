"""Texts and calls that a workflow queued before it was paused: they wait with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, select, update

from webapp import queue
from webapp.db import db, inline_literal, now
from webapp.models.entry import Entry, Origin
from webapp.models.workflow import Workflow, WorkflowState
from webapp.models.workflow_run import WorkflowRun, WorkflowStepRun
from webapp.services import row_locks
from webapp.services.gate.gate import Verdict

AGAIN = timedelta(hours=1)
"""When they are looked at again, should no one let the workflow go on before."""
WHY = "Waits, as its workflow is paused."


def hold(waiting: Sequence[Entry]) -> dict[int, Verdict]:
    """Those of the entries that must not leave now, by id. Each says why."""
    theirs = [one for one in waiting if one.origin == Origin.WORKFLOW]
    if not theirs:
        return {}
    wanted = (WorkflowStepRun.entry_id.in_(one.id for one in theirs), Workflow.state == WorkflowState.PAUSED)
    paused = set(db.session.scalars(_queued().where(*wanted)))
    held = [one for one in theirs if one.id in paused]
    for one in held:
        one.reason = WHY
    return {one.id: Verdict(False, WHY, until=now() + AGAIN) for one in held}


def go_on(workflow_id: int) -> None:
    """It is live again: what it queued is asked about at once."""
    theirs = (Entry.id.in_(_queued().where(Workflow.id == workflow_id)), Entry.reason == WHY)
    waits = row_locks.in_turn(Entry.id, Entry.state == inline_literal("queued"), *theirs)
    freed = update(Entry).where(waits).values(not_before=None, reason="").returning(Entry.id)
    if db.session.execute(freed).first() is not None:
        queue.later(queue.DISPATCH)


def _queued() -> Select[int | None]:
    """The ids of what steps of workflows have queued."""
    query = select(WorkflowStepRun.entry_id).where(WorkflowStepRun.entry_id.is_not(None))
    query = query.join(WorkflowRun, WorkflowRun.id == WorkflowStepRun.run_id)
    return query.join(Workflow, Workflow.id == WorkflowRun.workflow_id)
