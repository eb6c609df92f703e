"""What a restored database would do again is held: what left after the backup stands there as not sent.

No one gets a text or a call twice because of a restore. A person looks, and lets go on what is to go on.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update

from webapp.channels.registry import CHANNELS
from webapp.db import db, inline_literal, now
from webapp.models.answering import Answering
from webapp.models.batch import Batch, BatchState
from webapp.models.entry import Entry
from webapp.models.message import MessageState
from webapp.models.signal import Signal
from webapp.models.task_record import ActionState, RecordState, TaskRecord
from webapp.models.workflow import Workflow, WorkflowState
from webapp.models.workflow_run import RunState, WorkflowRun
from webapp.models.workflow_start import StartState, WorkflowStart
from webapp.services import events, signals
from webapp.services.actions import ending as task_ends
from webapp.services.batches import lifecycle
from webapp.services.inbox.scheduled import scheduled_sending
from webapp.services.outbox import entries
from webapp.services.workflows import ending as run_ends
from webapp.services.workflows.many import asking

WHY = (
    "Outbound was restored from a backup of {}. What was sent after that is not known here: "
    "look at it before this goes on."
)


def hold(made_at: str) -> dict[str, int]:
    """Returns how many were held, by what they are. `made_at`: when the backup began."""
    why = WHY.format(f"{made_at[:10]} {made_at[11:16]} UTC")
    held = {
        "batches": _batches(why),
        "waiting messages": _waiting(why),
        "texts for later": scheduled_sending.refuse_all(why),
        "answers of agents": _answers(),
        "tasks of agents": _tasks(why),
        "workflows": _workflows(why),
        "starts for many": _starts(why),
        "their runs": _runs(why),
    }
    events.note("backup.restored", at=made_at)
    return held


def _batches(why: str) -> int:
    """Those that run, and those that were due since."""
    due = (Batch.state == BatchState.SCHEDULED) & (Batch.scheduled_at <= now())
    found = db.session.scalars(select(Batch).where((Batch.state == BatchState.RUNNING) | due)).all()
    for batch in found:
        if batch.state == BatchState.RUNNING:
            lifecycle.pause(batch, why)
        else:
            lifecycle.wait_for_person(batch, why)
            events.note("batch.paused", batch_id=batch.id, reason=why)
    return len(found)


def _waiting(why: str) -> int:
    """What is on its way becomes unknown by itself (services/outbox/abandoned)."""
    queued = Entry.state == inline_literal("queued")
    values = {"reason": why, "settled_at": now()}
    return sum(len(entries.move(channel, MessageState.CANCELED, queued, **values)) for channel in CHANNELS)


def _answers() -> int:
    """Those whom an agent was about to answer need staff's reply, as their conversations say."""
    stopped = {"answer_at": None, "answer_by": None, "lease": None, "leased_until": None, "tries": 0}
    waits = update(Answering).where(Answering.answer_at.is_not(None)).values(**stopped)
    db.session.execute(delete(Signal).where(Signal.kind == signals.MESSAGE_RECEIVED))
    return len(db.session.execute(waits.returning(Answering.thread_id)).all())


def _tasks(why: str) -> int:
    """Those with actions to be carried out, or carried out again."""
    open_ones = TaskRecord.state == RecordState.RUNNING
    found = db.session.scalars(select(TaskRecord).where(open_ones).order_by(TaskRecord.id)).all()
    for record in found:
        next_one = next((run for run in record.actions if run.state != ActionState.DONE), None)
        if next_one is not None:
            task_ends.failed(record, next_one, why)
    return len(found)


def _workflows(why: str) -> int:
    live = db.session.scalars(select(Workflow).where(Workflow.state == WorkflowState.LIVE)).all()
    for workflow in live:
        workflow.transition_to(WorkflowState.PAUSED)
        workflow.reason, workflow.changed_at = why, now()
    return len(live)


def _starts(why: str) -> int:
    """Those of whose contacts some may have been started since."""
    going_on = WorkflowStart.state == StartState.RUNNING
    found = db.session.scalars(select(WorkflowStart).where(going_on).order_by(WorkflowStart.id)).all()
    for start in found:
        asking.end(start, StartState.CANCELED, why)
    return len(found)


def _runs(why: str) -> int:
    """Those that were due since. The others wait on. A person may have them go on."""
    count = 0
    while ended := run_ends.end_all(RunState.CANCELED, why, WorkflowRun.due_at <= now()):
        count += len(ended)
    return count
