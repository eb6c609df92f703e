"""Advancing runs by one step: claim them, do the step, and note it with what is due next, in one transaction.

Some runs share it, which costs a fraction: see Slice. A step that raises takes the others back with it, and
then each is tried by itself (jobs/workflows).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from sqlalchemy import or_, select, update

from webapp import queue
from webapp.bulk import in_param
from webapp.db import UNTRACKED, db, now
from webapp.errors import Fault
from webapp.models.source import Source, SourceKind
from webapp.models.workflow import Workflow, WorkflowState
from webapp.models.workflow_run import Awaits, RunState, StepState, WorkflowRun
from webapp.rules.workflow import outline
from webapp.rules.workflow.document import Document, Step
from webapp.services import containment, row_locks
from webapp.services.workflows import ending
from webapp.services.workflows.running import asking, moves, noting, stopping, together
from webapp.services.workflows.running.asking import Asked
from webapp.services.workflows.running.together import OPEN, Slice
from webapp.services.workflows.steps.base import Asks, Done, Ends, Result, StepContext, Waits
from webapp.services.workflows.steps.registry import STEPS
from webapp.services.workflows.values import Known

AT_ONCE, HOURS_AT_ONCE = 100, 1000


@dataclass(frozen=True)
class Advanced:
    """`again`: the ids of runs that have another step to do now. `asked`: requests to be made now."""

    again: list[int] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


def due() -> Sequence[int]:
    """The ids of runs that are due, the longest first. Those of a workflow that is paused wait with it."""
    query = select(WorkflowRun.id).join(Workflow, Workflow.id == WorkflowRun.workflow_id)
    query = query.where(OPEN, WorkflowRun.due_at <= now(), Workflow.state == WorkflowState.LIVE)
    query = query.where(or_(Workflow.ends_up_to.is_(None), Workflow.ends_up_to < WorkflowRun.id))
    return db.session.scalars(query.order_by(WorkflowRun.due_at, WorkflowRun.id).limit(AT_ONCE)).all()


def advance(run_ids: Sequence[int]) -> Advanced:
    """Do the step that is due of each of some runs, or claim it. What raises raises for all of them."""
    given = together.claimed(run_ids)
    came = Advanced()
    if not given:
        return came
    some = Slice(given)
    going = _without_stopped(some)
    some.hold_contacts()
    for run in going:
        _advance(some, run, came)
    some.put()
    came.again.extend(some.rest)
    return came


def look_again() -> bool:
    """The hours were changed: runs that wait for them ask again, some at a time. True: there are more."""
    waits = (OPEN, WorkflowRun.awaits == Awaits.HOURS, WorkflowRun.due_at > now())
    ids = db.session.scalars(row_locks.in_order(WorkflowRun.id, *waits).limit(HOURS_AT_ONCE)).all()
    woken = update(WorkflowRun).where(in_param(WorkflowRun.id, "ids")).values(due_at=now())
    db.session.execute(woken, {"ids": ids}, execution_options=UNTRACKED)
    queue.later(queue.RUN_WORKFLOWS)
    return len(ids) == HOURS_AT_ONCE


def set_aside(run_id: int, error: Exception) -> None:
    """A fault of our own ended a step: say so where people look, and let the others go on."""
    run = together.held(run_id, OPEN)
    if run is None:
        return
    name = containment.name(error)
    step = noting.begun(run) or noting.begin(run, run.step, "")
    moves.fail(run, step, f"Outbound failed on this step ({name}); the log says more.", StepState.FAILED)


def _without_stopped(some: Slice) -> list[WorkflowRun]:
    """End those that something has stopped, before anything but runs and entries is held."""
    waiting = [run for run in some.runs if run.state == RunState.WAITING]
    why = {
        run.id: reason
        for run in waiting
        if (reason := stopping.why(run, some.document(run), some.known(run), run.id in some.opted_out))
    }
    stopped = [run for run in waiting if run.id in why]
    if stopped:
        row_locks.queued_for([run.contact.phone for run in stopped])
    for run in stopped:
        ending.end_these([run.id], RunState.STOPPED, why[run.id])
    return [run for run in some.runs if run.id not in why]


def _advance(some: Slice, run: WorkflowRun, came: Advanced) -> None:
    if run.state == RunState.RUNNING:
        if asking.interrupted(run):
            came.again.append(run.id)
        return
    result = _on(some, run, some.document(run), some.known(run))
    if isinstance(result, Asked):
        came.asked.append(result)
    elif result:
        came.again.append(run.id)


def _on(some: Slice, run: WorkflowRun, document: Document, known: Known) -> Asked | bool:
    """The step that is next, and behind it those that change nothing but the run. True: there is more now."""
    while True:
        placed = outline.find(document, run.step)
        if placed is None:
            ending.end(run, RunState.FAILED, f"The step “{run.step}” is not in its version of the workflow.")
            return False
        came = _do(some, run, placed.step, known)
        following = outline.find(document, run.step) if came is True else None
        if following is None or not _is_quiet(following.step):
            return came
        known = some.known(run)


def _is_quiet(step: Step) -> bool:
    return step.kind in STEPS and STEPS[step.kind].quiet


def _do(some: Slice, run: WorkflowRun, step: Step, known: Known) -> Asked | bool:
    record, waited = noting.take_up(run, step.id, step.kind)
    context = StepContext(run, some.document(run), step, record, known, _source(run), some)
    handler = STEPS.get(step.kind)
    try:
        if handler is None:
            raise Fault(f"There is no step “{step.kind}” in this version of Outbound.")
        read = some.read(run, step)
        with nullcontext() if handler.quiet or handler.safe else db.session.begin_nested():
            result = handler.go_on(context, read) if waited else handler.begin(context, read)
    except Fault as fault:
        moves.fail(run, record, fault.sentence, StepState.FAILED)
        return False
    return _note(some, context, result)


def _note(some: Slice, context: StepContext, result: Result) -> Asked | bool:
    run, record = context.run, context.record
    if isinstance(result, Asks):
        return asking.claim(run, record, result)
    if isinstance(result, Waits):
        noting.waits(record, result)
        moves.wait(run, result)
        return False
    if isinstance(result, Ends):
        noting.done(record, Done(left_out=result.reason))
        ending.end(run, RunState.STOPPED if result.reason else RunState.DONE, result.reason)
        return False
    noting.done(record, result)
    if result.says:
        some.say(context, result.says)
    return moves.go_on(run, context.document, record)


def _source(run: WorkflowRun) -> Source:
    return Source(SourceKind.WORKFLOW, run.workflow.name, run.workflow_id)
