"""What is noted of each step that a run did: what went in, what came out, and how it ended."""

from __future__ import annotations

from sqlalchemy import func, select

from webapp.db import db, now
from webapp.models.workflow_run import StepState, WorkflowRun, WorkflowStepRun
from webapp.rules import storable
from webapp.services.workflows.steps.base import Done, Waits

BEGUN = (StepState.WAITING, StepState.RUNNING)


def begun(run: WorkflowRun) -> WorkflowStepRun | None:
    """The step that waits, or asks another system; None: the next one is to be begun."""
    query = select(WorkflowStepRun).where(WorkflowStepRun.run_id == run.id, WorkflowStepRun.state.in_(BEGUN))
    newest = query.order_by(WorkflowStepRun.no.desc()).limit(1)
    return db.session.scalars(newest.execution_options(populate_existing=True)).one_or_none()


def begin(run: WorkflowRun, step: str, kind: str) -> WorkflowStepRun:
    """The next in the order of the run."""
    query = select(func.max(WorkflowStepRun.no)).where(WorkflowStepRun.run_id == run.id)
    number = (db.session.scalar(query) or 0) + 1
    record = WorkflowStepRun(
        run_id=run.id, no=number, step=step, kind=kind, state=StepState.WAITING, input={}, output={}
    )
    record.attempts, record.at, record.branch, record.error = 0, now(), "", ""
    db.session.add(record)
    db.session.flush()
    return record


def done(record: WorkflowStepRun, result: Done) -> None:
    """It is over; left out, where a rule was in the way."""
    record.go(StepState.LEFT_OUT if result.left_out else StepState.DONE)
    record.output = storable.clean_json(dict(result.output))
    record.branch, record.error = result.branch, result.left_out
    record.done_at = now()
    if result.input:
        record.input = storable.clean_json(dict(result.input))
    record.entry_id = result.entry_id or record.entry_id


def waits(record: WorkflowStepRun, result: Waits) -> None:
    """It was begun, and goes on later. `error` says why it waits, where a rule has it wait."""
    record.go(StepState.WAITING)
    record.error = result.sentence
    if result.input:
        record.input = storable.clean_json(dict(result.input))
    record.entry_id = result.entry_id or record.entry_id


def failed(record: WorkflowStepRun, sentence: str, state: StepState) -> None:
    """`state`: FAILED or UNKNOWN."""
    record.go(state)
    record.error, record.done_at = sentence, now()
