"""Steps that ask another system: claimed and committed, asked with no transaction open, and noted.

A worker that died in between leaves a lease; then no one can tell whether it was asked, and that is what is
said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from webapp.db import db, now
from webapp.models.workflow_run import Awaits, RunState, StepState, WorkflowRun, WorkflowStepRun
from webapp.rules import storable
from webapp.rules.workflow import outline
from webapp.services import containment
from webapp.services.actions.base import Outcome
from webapp.services.workflows import ending, store
from webapp.services.workflows.running import moves, noting, together
from webapp.services.workflows.steps.base import Asks, Done, Waits
from webapp.services.workflows.steps.registry import STEPS

LEASE = timedelta(minutes=2)
"""No other job takes it for this long; the longest request takes a quarter of it."""
WAITS = [timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800)]
"""After which another system is asked again, where asking twice does no harm."""
UNSURE = "It may have been done there all the same: look before you let it go on."
UNKNOWN = "No one can tell whether it was done: Outbound was interrupted while it asked the other system."


@dataclass(frozen=True)
class Asked:
    """A request to another system that is to be made now, the `attempt`th time."""

    run_id: int
    record_id: int
    kind: str
    attempt: int
    repeatable: bool
    request: Any = field(repr=False)


def claim(run: WorkflowRun, record: WorkflowStepRun, asks: Asks) -> Asked:
    """It is going to be asked, by no one else while the lease lasts."""
    record.transition_to(StepState.RUNNING)
    record.attempts += 1
    record.input = storable.clean_json(dict(asks.input))
    run.transition_to(RunState.RUNNING, due_at=now() + LEASE)
    db.session.flush()
    return Asked(run.id, record.id, record.kind, record.attempts, asks.repeatable, asks.request)


def perform(asked: Asked) -> Outcome:
    """Ask. With no transaction open; raises nothing that the other side causes."""
    return STEPS[asked.kind].perform(asked.request)


def raised(error: Exception) -> Outcome:
    """A fault of our own: no one can tell how far it came."""
    name = containment.name(error)
    return Outcome(fault=f"Outbound failed while it asked ({name}); the log says more.", unsure=True)


def record(asked: Asked, outcome: Outcome) -> None:
    """Note what became of it, unless the run has ended meanwhile: then only the step says so."""
    run = together.held(asked.run_id)
    step = next((one for one in run.steps if one.id == asked.record_id), None) if run else None
    if run is None or step is None or step.state != StepState.RUNNING or step.attempts != asked.attempt:
        return
    if outcome.result is not None:
        noting.done(step, Done(outcome.result.kept))
        moves.go_on(run, store.version(run.workflow_id, run.version), step)
    elif outcome.again and run.state == RunState.RUNNING and asked.repeatable and asked.attempt <= len(WAITS):
        wait = max(WAITS[asked.attempt - 1], timedelta(seconds=outcome.wait))
        step.transition_to(StepState.WAITING)
        step.error = outcome.fault
        moves.wait(run, Waits(now() + wait))
    elif outcome.unsure:
        moves.fail(run, step, f"{outcome.fault} {UNSURE}", StepState.UNKNOWN)
    else:
        moves.fail(run, step, outcome.fault, StepState.FAILED)


def interrupted(run: WorkflowRun) -> bool:
    """The worker that asked has died. True: it is asked again, where that does no harm."""
    step = noting.begun(run)
    if step is None:
        ending.end(run, RunState.FAILED, UNKNOWN)
        return False
    if _repeatable(run, step) and step.attempts <= len(WAITS):
        step.transition_to(StepState.WAITING)
        run.transition_to(RunState.WAITING, due_at=now(), awaits=Awaits.TIME)
        return True
    moves.fail(run, step, UNKNOWN, StepState.UNKNOWN)
    return False


def _repeatable(run: WorkflowRun, step: WorkflowStepRun) -> bool:
    """Whether someone has said so in the settings of the step that a record is of."""
    placed = outline.find(store.version(run.workflow_id, run.version), step.step)
    return bool(placed and placed.step.settings.get("repeatable", ""))
