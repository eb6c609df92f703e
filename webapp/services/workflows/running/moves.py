"""Where a run goes from a step: to the next one, to a wait, or to its end."""

from __future__ import annotations

from datetime import timedelta

from webapp import queue
from webapp.db import now
from webapp.models.workflow_run import Awaits, RunState, StepState, WorkflowRun, WorkflowStepRun
from webapp.rules.workflow import outline
from webapp.rules.workflow.document import Document
from webapp.services.workflows import ending
from webapp.services.workflows.running import noting
from webapp.services.workflows.steps.base import Waits

UNDER_WAY = (RunState.WAITING, RunState.RUNNING)
NEAR = timedelta(minutes=10)
"""A wait up to here is woken on the second; what waits longer is found by the sweep, ten seconds late at the
most. Else each of 100,000 runs that wait would also be a job in Redis."""


def go_on(run: WorkflowRun, document: Document, record: WorkflowStepRun) -> bool:
    """To the next step, which is due at once. False: that was the last."""
    placed = outline.find(document, record.step)
    following = outline.into(placed.step, record.branch) if placed and record.branch else None
    following = following or outline.after(document, record.step)
    if run.state not in UNDER_WAY:
        return False
    if following is None:
        if run.state == RunState.RUNNING:
            run.transition_to(RunState.WAITING)
        ending.end(run, RunState.DONE)
        return False
    run.transition_to(RunState.WAITING, step=following, due_at=now(), awaits=Awaits.NOTHING, reply_id=None)
    return True


def wait(run: WorkflowRun, result: Waits) -> None:
    """Until its time has come, or until what it awaits has happened."""
    if run.state in UNDER_WAY:
        run.transition_to(RunState.WAITING, due_at=result.until, awaits=result.awaits, reply_id=None)
        if result.until is not None and result.until < now() + NEAR:
            queue.later(queue.RUN_WORKFLOWS, at=result.until)


def fail(run: WorkflowRun, record: WorkflowStepRun, sentence: str, state: StepState) -> None:
    """The step has failed, or no one knows, and the run with it."""
    noting.failed(record, sentence, state)
    if run.state in UNDER_WAY:
        ending.end(run, RunState.FAILED, sentence)
