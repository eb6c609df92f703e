"""What is noted of each step that a run did: what went in, what came out, and how it ended."""

from __future__ import annotations

from webapp.db import now
from webapp.models.workflow_run import StepState, WorkflowRun, WorkflowStepRun
from webapp.rules import storable
from webapp.services.workflows.steps.base import Done, Waits

BEGUN = (StepState.WAITING, StepState.RUNNING)


def begun(run: WorkflowRun) -> WorkflowStepRun | None:
    """The step that waits, or asks another system; None: the next one is to be begun."""
    latest = _latest(run)
    return latest if latest is not None and latest.state in BEGUN else None


def _latest(run: WorkflowRun) -> WorkflowStepRun | None:
    return run.steps[-1] if run.steps else None


def begin(run: WorkflowRun, step: str, kind: str) -> WorkflowStepRun:
    """The next in the order of the run."""
    latest = _latest(run)
    return _add(run, latest.no + 1 if latest else 1, step, kind)


def take_up(run: WorkflowRun, step: str, kind: str) -> tuple[WorkflowStepRun, bool]:
    """The step that was begun and goes on (True), or else one that is begun now."""
    latest = _latest(run)
    if latest is not None and latest.state in BEGUN:
        return latest, True
    return _add(run, latest.no + 1 if latest else 1, step, kind), False


def _add(run: WorkflowRun, number: int, step: str, kind: str) -> WorkflowStepRun:
    record = WorkflowStepRun(
        no=number, step=step, kind=kind, state=StepState.WAITING,
        input={}, output={}, branch="", error="", attempts=0, at=now(),
    )  # fmt: skip
    run.steps.append(record)
    return record


def done(record: WorkflowStepRun, result: Done) -> None:
    """It is over; left out, where a rule was in the way."""
    record.transition_to(StepState.LEFT_OUT if result.left_out else StepState.DONE)
    record.output = storable.clean_json(dict(result.output))
    record.branch, record.error = result.branch, result.left_out
    record.done_at = now()
    if result.input:
        record.input = storable.clean_json(dict(result.input))


def waits(record: WorkflowStepRun, result: Waits) -> None:
    """It was begun, and goes on later. `error` says why it waits, where a rule has it wait."""
    record.transition_to(StepState.WAITING)
    record.error = result.sentence
    if result.input:
        record.input = storable.clean_json(dict(result.input))
    record.entry_id = result.entry_id or record.entry_id


def failed(record: WorkflowStepRun, sentence: str, state: StepState) -> None:
    """`state`: FAILED or UNKNOWN."""
    record.transition_to(state)
    record.error, record.done_at = sentence, now()
