"""Advancing a run by one step: claim it, do the step, and note it with what is due next, in one transaction.

What asks another system is claimed and committed, asked with no transaction open, and noted. A worker that
died in between leaves a lease; then no one can tell whether it was asked, and that is what is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from webapp import queue
from webapp.bulk import in_param
from webapp.db import db, inline_literal, now
from webapp.errors import Fault
from webapp.models.source import Source, SourceKind
from webapp.models.workflow import Workflow, WorkflowState
from webapp.models.workflow_run import Awaits, RunState, StepState, WorkflowRun, WorkflowStepRun
from webapp.rules.workflow import outline
from webapp.rules.workflow.document import Document, Step
from webapp.services import containment, row_locks
from webapp.services.actions.base import Outcome
from webapp.services.workflows import ending, store, values
from webapp.services.workflows.running import noting, stopping
from webapp.services.workflows.steps.base import Asks, Done, Ends, Result, StepContext, Waits
from webapp.services.workflows.steps.registry import STEPS
from webapp.services.workflows.values import Known

LEASE = timedelta(minutes=2)
"""No other job takes it for this long; the longest request takes a quarter of it."""
WAITS = [timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800)]
"""After which another system is asked again, where asking twice does no harm."""
AT_ONCE, HOURS_AT_ONCE = 50, 1000
QUIET = frozenset({"wait", "wait_until", "wait_reply", "branch", "end"})
"""Steps that change nothing but their run: done in the transaction of the step before."""
UNKNOWN = "No one can tell whether it was done: Outbound was interrupted while it asked the other system."
OPEN = WorkflowRun.state.in_([inline_literal("waiting"), inline_literal("running")])


@dataclass(frozen=True)
class Asked:
    """A request to another system that is to be made now, the `attempt`th time."""

    run_id: int
    record_id: int
    kind: str
    attempt: int
    repeatable: bool
    request: Any = field(repr=False)


def due() -> Sequence[int]:
    """The ids of runs that are due, the longest first. Those of a workflow that is paused wait with it."""
    query = select(WorkflowRun.id).join(Workflow, Workflow.id == WorkflowRun.workflow_id)
    query = query.where(OPEN, WorkflowRun.due_at <= now(), Workflow.state == WorkflowState.LIVE)
    return db.session.scalars(query.order_by(WorkflowRun.due_at, WorkflowRun.id).limit(AT_ONCE)).all()


def advance(run_id: int) -> Asked | bool:
    """Do the step that is due, or claim it. False: there is nothing (more) to do for this run now."""
    run = _claim(run_id)
    if run is None:
        return False
    document = store.version(run.workflow_id, run.version)
    if run.state == RunState.RUNNING:
        return _interrupted(run)
    known = values.of(run)
    stopped = stopping.why(run, document, known)
    if stopped is not None:
        ending.end_all(RunState.STOPPED, stopped, WorkflowRun.id == run.id)
        return False
    return _on(run, document, known)


def _on(run: WorkflowRun, document: Document, known: Known) -> Asked | bool:
    """The step that is next, and behind it those that change nothing but the run."""
    while True:
        placed = outline.find(document, run.step)
        if placed is None:
            ending.end(run, RunState.FAILED, f"The step “{run.step}” is not in its version of the workflow.")
            return False
        came = _do(run, document, placed.step, known)
        following = outline.find(document, run.step) if came is True else None
        if following is None or following.step.kind not in QUIET:
            return came
        known = values.of(run)


def look_again() -> bool:
    """The hours were changed: runs that wait for them ask again, some at a time. True: there are more."""
    waits = (OPEN, WorkflowRun.awaits == Awaits.HOURS, WorkflowRun.due_at > now())
    ids = db.session.scalars(row_locks.in_order(WorkflowRun.id, *waits).limit(HOURS_AT_ONCE)).all()
    woken = update(WorkflowRun).where(in_param(WorkflowRun.id, "ids")).values(due_at=now())
    db.session.execute(woken, {"ids": ids}, execution_options=ending.UNSEEN)
    queue.later(queue.RUN_WORKFLOWS)
    return len(ids) == HOURS_AT_ONCE


def perform(asked: Asked) -> Outcome:
    """Ask. With no transaction open; raises nothing that the other side causes."""
    return STEPS[asked.kind].perform(asked.request)


def record(asked: Asked, outcome: Outcome) -> None:
    """Note what became of it, unless the run has ended meanwhile: then only the step says so."""
    run = _locked(asked.run_id, WorkflowRun.id == asked.run_id)
    step = db.session.get(WorkflowStepRun, asked.record_id, populate_existing=True)
    if run is None or step is None or step.state != StepState.RUNNING or step.attempts != asked.attempt:
        return
    document = store.version(run.workflow_id, run.version)
    if outcome.result is not None:
        noting.done(step, Done(outcome.result.kept))
        _go_on(run, document, step)
    elif outcome.again and asked.repeatable and asked.attempt <= len(WAITS):
        wait = max(WAITS[asked.attempt - 1], timedelta(seconds=outcome.wait))
        step.go(StepState.WAITING)
        step.error = outcome.fault
        _wait(run, Waits(now() + wait))
    else:
        _fail(run, step, outcome.fault, StepState.FAILED)


def set_aside(run_id: int, error: Exception) -> None:
    """A fault of our own ended a step: say so where people look, and let the others go on."""
    run = _locked(run_id, WorkflowRun.id == run_id, OPEN)
    if run is None:
        return
    name = containment.name(error)
    step = noting.begun(run) or noting.begin(run, run.step, "")
    _fail(run, step, f"Outbound failed on this step ({name}); the log says more.", StepState.FAILED)


def _claim(run_id: int) -> WorkflowRun | None:
    live = WorkflowRun.workflow_id.in_(select(Workflow.id).where(Workflow.state == WorkflowState.LIVE))
    return _locked(run_id, WorkflowRun.id == run_id, OPEN, WorkflowRun.due_at <= now(), live, skip=True)


def _locked(run_id: int, *where: Any, skip: bool = False) -> WorkflowRun | None:
    """Before anything else is locked: see services/row_locks."""
    whole = (joinedload(WorkflowRun.contact), joinedload(WorkflowRun.workflow))
    query = select(WorkflowRun).options(*whole).where(*where)
    query = query.with_for_update(key_share=True, skip_locked=skip, of=WorkflowRun)
    run = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if run is not None:
        db.session.expire(run, ["steps"])
    return run


def _do(run: WorkflowRun, document: Document, step: Step, known: Known) -> Asked | bool:
    record, waited = noting.take_up(run, step.id, step.kind)
    context = StepContext(run, document, step, record, known, _source(run))
    handler = STEPS.get(step.kind)
    try:
        if handler is None:
            raise Fault(f"There is no step “{step.kind}” in this version of Outbound.")
        with nullcontext() if step.kind in QUIET else db.session.begin_nested():
            read = handler.read(step.settings)
            result = handler.go_on(context, read) if waited else handler.begin(context, read)
    except Fault as fault:
        _fail(run, record, fault.sentence, StepState.FAILED)
        return False
    return _note(run, document, record, result)


def _note(run: WorkflowRun, document: Document, record: WorkflowStepRun, result: Result) -> Asked | bool:
    if isinstance(result, Asks):
        record.go(StepState.RUNNING)
        record.attempts += 1
        db.session.flush()
        asked = Asked(run.id, record.id, record.kind, record.attempts, result.repeatable, result.request)
        ending.move(run, RunState.RUNNING, due_at=now() + LEASE)
        return asked
    if isinstance(result, Waits):
        noting.waits(record, result)
        _wait(run, result)
        return False
    if isinstance(result, Ends):
        noting.done(record, Done(left_out=result.reason))
        ending.end(run, RunState.STOPPED if result.reason else RunState.DONE, result.reason)
        return False
    noting.done(record, result)
    return _go_on(run, document, record)


def _go_on(run: WorkflowRun, document: Document, record: WorkflowStepRun) -> bool:
    """To the next step, which is due at once. False: that was the last."""
    placed = outline.find(document, record.step)
    following = outline.into(placed.step, record.branch) if placed and record.branch else None
    following = following or outline.after(document, record.step)
    if run.state not in (RunState.WAITING, RunState.RUNNING):
        return False
    if following is None:
        if run.state == RunState.RUNNING:
            ending.move(run, RunState.WAITING)
        ending.end(run, RunState.DONE)
        return False
    ending.move(run, RunState.WAITING, step=following, due_at=now(), awaits=Awaits.NOTHING, reply_id=None)
    return True


def _wait(run: WorkflowRun, result: Waits) -> None:
    if run.state in (RunState.WAITING, RunState.RUNNING):
        awaits = {"due_at": result.until, "awaits": result.awaits, "reply_id": None}
        ending.move(run, RunState.WAITING, **awaits)
        queue.later(queue.RUN_WORKFLOWS, at=result.until)


def _fail(run: WorkflowRun, record: WorkflowStepRun, sentence: str, state: StepState) -> None:
    noting.failed(record, sentence, state)
    if run.state in (RunState.WAITING, RunState.RUNNING):
        ending.end(run, RunState.FAILED, sentence)


def _interrupted(run: WorkflowRun) -> bool:
    """The worker that asked has died. Asked again only where that does no harm."""
    record = noting.begun(run)
    if record is None:
        ending.end(run, RunState.FAILED, UNKNOWN)
        return False
    repeatable = run_settings(run, record).get("repeatable", "")
    if repeatable and record.attempts <= len(WAITS):
        record.go(StepState.WAITING)
        ending.move(run, RunState.WAITING, due_at=now(), awaits=Awaits.TIME)
        return True
    _fail(run, record, UNKNOWN, StepState.UNKNOWN)
    return False


def run_settings(run: WorkflowRun, record: WorkflowStepRun) -> Any:
    """What was typed into the step that a record is of."""
    placed = outline.find(store.version(run.workflow_id, run.version), record.step)
    return placed.step.settings if placed else {}


def _source(run: WorkflowRun) -> Source:
    return Source(SourceKind.WORKFLOW, run.workflow.name, run.workflow_id)
