"""The end of runs: done, stopped, canceled or failed. What they have queued is not sent any more."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from webapp.bulk import in_param
from webapp.db import UNTRACKED, db, inline_literal, now
from webapp.models import states
from webapp.models.call import CALL_MOVES, CallState
from webapp.models.entry import Entry, Kind, Origin
from webapp.models.message import MESSAGE_MOVES, MessageState
from webapp.models.workflow_run import (
    RUN_MOVES,
    Awaits,
    RunState,
    StepState,
    WorkflowRun,
    WorkflowStepRun,
)
from webapp.services import row_locks

AT_ONCE = 500
NEITHER = "The run ended before this was done."


def end(run: WorkflowRun, target: RunState, reason: str = "") -> None:
    """End one that is held. A step that waits ends with it."""
    run.transition_to(target, reason=reason, ended_at=now(), due_at=None, awaits=Awaits.NOTHING)
    for step in run.steps:
        if step.state == StepState.WAITING:
            _stop(step, reason)


def end_all(target: RunState, reason: str, *which: ColumnElement[bool]) -> Sequence[int]:
    """End up to AT_ONCE of the runs that are under way; returns their ids. What they queued is taken back.

    Runs are locked first, then entries (services/row_locks).
    """
    ids = hold(*which)
    end_these(ids, target, reason)
    return ids


def end_these(ids: Sequence[int], target: RunState, reason: str) -> None:
    """End runs that are locked. What they queued is taken back."""
    if ids:
        _end(ids, target, reason)
        take_back(ids, reason)


def hold(*which: ColumnElement[bool]) -> Sequence[int]:
    """Lock runs that are under way, AT_ONCE at most; returns their ids."""
    active = WorkflowRun.state.in_((RunState.WAITING, RunState.RUNNING))
    query = row_locks.in_order(WorkflowRun.id, active, *which).limit(AT_ONCE)
    return db.session.scalars(query).all()


def _end(ids: Sequence[int], target: RunState, reason: str) -> None:
    values = {"reason": reason, "ended_at": now(), "due_at": None, "awaits": Awaits.NOTHING}
    these = in_param(WorkflowRun.id, "ids")
    ended = states.move(WorkflowRun, "state", RUN_MOVES, target, these, **values)
    db.session.execute(ended, {"ids": ids}, execution_options=UNTRACKED)
    still = (WorkflowStepRun.state == StepState.WAITING, in_param(WorkflowStepRun.run_id, "ids"))
    steps = db.session.scalars(select(WorkflowStepRun).where(*still), {"ids": ids}).all()
    for step in steps:
        _stop(step, reason)


def _stop(step: WorkflowStepRun, reason: str) -> None:
    step.transition_to(StepState.STOPPED)
    step.error, step.done_at = reason or NEITHER, now()


def take_back(ids: Sequence[int], reason: str) -> None:
    """The texts and calls that these runs have queued and that have not left yet are not sent any more."""
    queued = select(WorkflowStepRun.entry_id).where(
        in_param(WorkflowStepRun.run_id, "ids"), WorkflowStepRun.entry_id.is_not(None)
    )
    _cancel([one for one in db.session.scalars(queued, {"ids": ids}) if one is not None], reason)


def take_back_all(workflow_id: int, reason: str) -> None:
    """The same of all runs of a workflow, those too that are done: their last text may not have left."""
    waits = (Entry.state == inline_literal("queued"), Entry.origin == str(Origin.WORKFLOW))
    queued = select(Entry.id).join(WorkflowStepRun, WorkflowStepRun.entry_id == Entry.id)
    queued = queued.join(WorkflowRun, WorkflowRun.id == WorkflowStepRun.run_id)
    _cancel(db.session.scalars(queued.where(*waits, WorkflowRun.workflow_id == workflow_id)).all(), reason)


def _cancel(entries: Sequence[int], reason: str) -> None:
    if not entries:
        return
    values = {"reason": reason, "settled_at": now()}
    for kind, moves, target in (
        (Kind.SMS, MESSAGE_MOVES, MessageState.CANCELED),
        (Kind.CALL, CALL_MOVES, CallState.CANCELED),
    ):
        waits = (in_param(Entry.id, "entries"), Entry.kind == kind, Entry.state == inline_literal("queued"))
        canceled = states.move(Entry, "state", moves, target, row_locks.in_turn(Entry.id, *waits), **values)
        db.session.execute(canceled, {"entries": entries}, execution_options=UNTRACKED)
