"""What people do with runs: cancel one or all, have one go on from a step."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.user import User
from webapp.models.workflow import Workflow, WorkflowState
from webapp.models.workflow_run import Awaits, RunState, StepState, WorkflowRun
from webapp.rules.workflow import outline
from webapp.rules.workflow.document import Again
from webapp.services import events
from webapp.services.contacts import known_facts
from webapp.services.opt_outs import register
from webapp.services.workflows import ending, store
from webapp.services.workflows.running import noting

ACTIVE = (RunState.WAITING, RunState.RUNNING)


def cancel(run_id: int, by: User) -> None:
    """It does nothing more; what it has queued is not sent. Raises NotFound, or Conflict when it is over."""
    if db.session.get(WorkflowRun, run_id) is None:
        raise NotFound("This run does not exist.")
    reason = f"{by.name} canceled it."
    if not ending.end_all(RunState.CANCELED, reason, WorkflowRun.id == run_id):
        raise Conflict("This run is over already.")
    run = db.session.get_one(WorkflowRun, run_id, populate_existing=True)
    events.note("workflow.run_canceled", user_id=by.id, workflow=run.workflow_id, name=run.workflow.name,
                phone=run.contact.phone)  # fmt: skip


def cancel_all(workflow_id: int, by: User) -> int:
    """All that are under way. Returns how many; where they are many, a job ends them from now on."""
    workflow = store.locked(workflow_id)
    active = (WorkflowRun.workflow_id == workflow_id, WorkflowRun.state.in_(ACTIVE))
    count = db.session.scalar(select(func.count()).where(*active)) or 0
    end_present(workflow, f"{by.name} canceled all runs.")
    events.note(
        "workflow.runs_canceled", user_id=by.id, workflow=workflow_id, name=workflow.name, count=count
    )
    return count


def end_present(workflow: Workflow, reason: str) -> None:
    """End the runs that are under way, of a workflow that is held: some now, and the others in a job.

    None of these does another step. What runs have queued is taken back, also of those that are done.
    """
    ids = ending.end_all(RunState.CANCELED, reason, WorkflowRun.workflow_id == workflow.id)
    ending.take_back_all(workflow.id, reason)
    if len(ids) == ending.AT_ONCE:
        workflow.ends_up_to = db.session.scalar(select(func.max(WorkflowRun.id)))
        workflow.ends_because = reason[:300]
        queue.later(queue.END_RUNS)


def ending_now() -> Sequence[int]:
    """The ids of workflows whose runs a job has to end."""
    marked = select(Workflow.id).where(Workflow.ends_up_to.is_not(None))
    return db.session.scalars(marked.order_by(Workflow.id)).all()


def end_some(workflow_id: int) -> bool:
    """End some of them. True: there may be more."""
    workflow = store.locked(workflow_id)
    if workflow.ends_up_to is None:
        return False
    those = (WorkflowRun.workflow_id == workflow.id, WorkflowRun.id <= workflow.ends_up_to)
    ids = ending.end_all(RunState.CANCELED, workflow.ends_because, *those)
    if len(ids) < ending.AT_ONCE:
        workflow.ends_up_to, workflow.ends_because = None, ""
    return len(ids) == ending.AT_ONCE


def retry(run_id: int, by: User, step_id: str | None = None) -> WorkflowRun:
    """It goes on from the step at which it ended, or from another one; with its own version.

    Raises NotFound, and Conflict when it is under way, or must not go on.
    """
    query = select(WorkflowRun).where(WorkflowRun.id == run_id).with_for_update(key_share=True)
    run = db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if run is None:
        raise NotFound("This run does not exist.")
    if run.state in ACTIVE:
        raise Conflict("This run is under way.")
    if run.state == RunState.DONE:
        raise Conflict("This run is done. Start the workflow once more instead.")
    if run.workflow.state == WorkflowState.ARCHIVED:
        raise Conflict("This workflow is archived. Bring it back first.")
    if register.active([run.contact.phone]):
        raise Conflict("They have opted out.")
    step, document = step_id or run.step, store.version(run.workflow_id, run.version)
    if outline.find(document, step) is None:
        raise Conflict("This step is not in its version of the workflow.")
    if document.box.again != Again.EVERY and _is_in_it(run):
        raise Conflict("They are in this workflow already, by another run.")
    _close(run)
    begun = {"step": step, "due_at": now(), "awaits": Awaits.NOTHING, "reply_id": None}
    run.transition_to(RunState.WAITING, ended_at=None, reason="", **begun)
    events.note("workflow.run_retried", user_id=by.id, workflow=run.workflow_id, name=run.workflow.name,
                phone=run.contact.phone, step=step)  # fmt: skip
    queue.later(queue.RUN_WORKFLOWS)
    return run


def _is_in_it(run: WorkflowRun) -> bool:
    """Their contact, by another run. Starting one holds the contact, too."""
    known_facts.lock(run.contact)
    theirs = (WorkflowRun.workflow_id == run.workflow_id, WorkflowRun.contact_id == run.contact_id)
    others = select(WorkflowRun.id).where(*theirs, WorkflowRun.id != run.id, WorkflowRun.state.in_(ACTIVE))
    return db.session.scalars(others.limit(1)).first() is not None


def _close(run: WorkflowRun) -> None:
    """What was still open of it is not gone on with: the step is begun again."""
    while (record := noting.begun(run)) is not None:
        noting.failed(record, ending.NEITHER, StepState.STOPPED)
