"""The workflows that the clock starts: which are due, and starting them, some contacts at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select

from webapp import queue
from webapp.db import db, inline_literal, now
from webapp.models.workflow import Workflow, WorkflowState
from webapp.rules.workflow.document import Document
from webapp.services import containment, events
from webapp.services.workflows import store
from webapp.services.workflows.clock import dates, schedules, silence

STARTS: Mapping[str, Callable[[Workflow, Document], bool]] = {
    "date": dates.start,
    "schedule": schedules.start,
    "unanswered": silence.unanswered,
    "quiet": silence.quiet,
}


def due() -> Sequence[int]:
    """The ids of those that are to be looked at now."""
    live = Workflow.state == inline_literal("live")
    return db.session.scalars(select(Workflow.id).where(live, Workflow.next_at <= now())).all()


def begin(workflow: Workflow, document: Document) -> None:
    """It goes live: from now on the clock counts, where its trigger is one of the clock's."""
    workflow.next_at = workflow.turn_at = None
    kind = document.trigger.kind if document.trigger else ""
    if kind == "date":
        dates.begin(workflow)
    elif kind == "schedule":
        schedules.begin(workflow, document)
    elif kind in STARTS:
        silence.begin(workflow, document)
    if workflow.next_at is not None:
        queue.later(queue.START_ON_TIME, at=max(workflow.next_at, now()))


def start(workflow_id: int) -> bool:
    """One turn of one of them. True: there is more to do at once."""
    workflow = store.locked(workflow_id)
    document = store.published(workflow)
    is_due = workflow.next_at is not None and workflow.next_at <= now()
    if workflow.state != WorkflowState.LIVE or document is None or not is_due:
        return False
    start = STARTS.get(workflow.trigger)
    if start is None:
        workflow.next_at = None
        return False
    more = start(workflow, document)
    if workflow.next_at is not None and not more:
        queue.later(queue.START_ON_TIME, at=workflow.next_at)
    return more


def set_aside(workflow_id: int, error: Exception) -> None:
    """One that raises is paused, with the reason; the others go on."""
    workflow = store.locked(workflow_id)
    if workflow.state == WorkflowState.LIVE:
        name = containment.name(error)
        workflow.transition_to(WorkflowState.PAUSED)
        workflow.reason = f"Outbound failed when it was to start ({name}); the log says more."
        events.note("workflow.paused", workflow=workflow.id, name=workflow.name, reason=workflow.reason)
