"""Starting for many, some contacts at a time: it waits where no more may start in this hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, exists, select

from webapp import queue
from webapp.bulk import in_param
from webapp.db import UNTRACKED, db, inline_literal, now
from webapp.models.contact import Contact
from webapp.models.workflow import Workflow, WorkflowState
from webapp.models.workflow_start import StartState, WorkflowStart, WorkflowStartMember
from webapp.rules.workflow.document import Document
from webapp.services import containment
from webapp.services.workflows import starting, store
from webapp.services.workflows.many import asking
from webapp.services.workflows.triggers.base import Happened

AT_ONCE = 50
REST = timedelta(minutes=5)
"""Before it is looked at again, where nothing can be started now."""
PAUSED = "It waits until the workflow goes on."
FULL = "It waits: no more may start in this hour. Change the limit under Who and when."


def due() -> Sequence[int]:
    """The ids of those that go on now, and of canceled ones of which something is left."""
    running = WorkflowStart.state == inline_literal("running")
    query = select(WorkflowStart.id).where(running, WorkflowStart.due_at <= now())
    left = exists().where(WorkflowStartMember.start_id == WorkflowStart.id)
    over = select(WorkflowStart.id).where(WorkflowStart.state == StartState.CANCELED, left)
    present = db.session.scalars(query.order_by(WorkflowStart.due_at, WorkflowStart.id)).all()
    return [*present, *db.session.scalars(over.order_by(WorkflowStart.id))]


def go_on(start_id: int) -> bool:
    """Start it for some of its contacts. True: there are more to start at once."""
    query = select(WorkflowStart).where(WorkflowStart.id == start_id).with_for_update(key_share=True)
    start = db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if start is not None and start.state == StartState.CANCELED:
        return asking.forget(start_id)
    if start is None or start.state != StartState.RUNNING:
        return False
    workflow = store.get(start.workflow_id)
    document = store.published(workflow)
    if workflow.state == WorkflowState.ARCHIVED or document is None:
        asking.end(start, StartState.CANCELED, "The workflow was archived.")
        return False
    room = starting.room(workflow, document)
    if workflow.state != WorkflowState.LIVE or room <= 0:
        return _wait(start, PAUSED if workflow.state != WorkflowState.LIVE else FULL)
    return _some(start, workflow, document, min(room, AT_ONCE))


def set_aside(start_id: int, error: Exception) -> None:
    """One that raises is canceled, with the reason; the others go on."""
    start = db.session.get(WorkflowStart, start_id)
    if start is not None and start.state == StartState.RUNNING:
        name = containment.name(error)
        asking.end(
            start, StartState.CANCELED, f"Outbound failed while it started it ({name}); the log says more."
        )


def _wait(start: WorkflowStart, reason: str) -> bool:
    start.due_at, start.reason = now() + REST, reason
    queue.later(queue.START_MANY, at=start.due_at)
    return False


def _some(start: WorkflowStart, workflow: Workflow, document: Document, most: int) -> bool:
    here = WorkflowStartMember.start_id == start.id
    query = (
        select(Contact).join(WorkflowStartMember, WorkflowStartMember.contact_id == Contact.id).where(here)
    )
    contacts = db.session.scalars(query.order_by(Contact.id).limit(most)).all()
    refused = dict(start.refused)
    this = f"{start.id}-{start.created_at:%y%m%d%H%M%S%f}"  # SQLite gives the id of a removed one again
    for contact in contacts:
        happened = Happened(contact, f"many:{this}:{contact.id}", {"by": start.author.name})
        came = starting.contained(workflow, document, happened)
        start.started += came.run_id is not None
        if came.refused is not None:
            refused[came.refused.sentence] = refused.get(came.refused.sentence, 0) + 1
    done = delete(WorkflowStartMember).where(here, in_param(WorkflowStartMember.contact_id, "ids"))
    db.session.execute(done, {"ids": [one.id for one in contacts]}, execution_options=UNTRACKED)
    start.refused, start.reason, start.due_at = refused, "", now()
    if len(contacts) < most:
        asking.end(start, StartState.DONE)
        return False
    return True
