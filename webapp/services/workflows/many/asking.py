"""Starting a workflow for many contacts: chosen, looked at, approved where that takes two, canceled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, literal, select
from sqlalchemy.orm import joinedload

from webapp import form_fields, queue
from webapp.bulk import in_param
from webapp.db import UNTRACKED, db, now
from webapp.errors import Conflict, Fault, Forbidden, NotFound
from webapp.models.contact import Contact
from webapp.models.user import User
from webapp.models.workflow_start import StartState, WorkflowStart, WorkflowStartMember
from webapp.services import events
from webapp.services.recipients import reach
from webapp.services.workflows import store

LONGEST_REASON = 300
SHOWN = 10
PUBLISHED_AGAIN = "This workflow was published again since you looked. Read what it says now, then decide."
FORGOTTEN_AT_ONCE = 2_000


def get(start_id: int) -> WorkflowStart:
    """Raises NotFound."""
    found = db.session.get(WorkflowStart, start_id)
    if found is None:
        raise NotFound("This start does not exist any more.")
    return found


def prepare(workflow_id: int, whom: ColumnElement[bool], said: str, by: User) -> WorkflowStart:
    """For these contacts, as they are now; `whom`: a condition on Contact, `said`: the same in words.

    Nothing starts before `begin`. Raises NotFound, Conflict while it is not live, Fault for no one.
    """
    start = drafted(workflow_id, said, by)
    chosen = select(literal(start.id), Contact.id).where(whom)
    db.session.execute(insert(WorkflowStartMember).from_select(["start_id", "contact_id"], chosen))
    start.people = waiting(start)
    if not start.people:
        raise Fault("There is no one for whom it could be started.")
    return start


def drafted(workflow_id: int, said: str, by: User) -> WorkflowStart:
    """For no one yet. Raises NotFound, Conflict while the workflow is not live."""
    workflow, _ = store.live(workflow_id)
    start = WorkflowStart(workflow_id=workflow.id, whom=said[:200], created_by=by.id)
    db.session.add(start)
    db.session.flush()
    return start


def waiting(start: WorkflowStart) -> int:
    """For how many it is still to be started."""
    query = select(func.count()).where(WorkflowStartMember.start_id == start.id)
    return db.session.scalar(query) or 0


def needs_approval(start: WorkflowStart) -> bool:
    """More than one person may reach alone, as for batches."""
    most = reach.limit()
    return most is not None and start.people > most


def begin(start_id: int, by: User) -> WorkflowStart:
    """Its author wants it: it starts, or waits for another admin. Raises NotFound, Forbidden, Conflict."""
    start = _locked(start_id, StartState.DRAFT, "It was begun before.")
    if start.created_by != by.id:
        raise Forbidden(f"{start.author.name} has prepared this. Choose the contacts yourself instead.")
    store.live(start.workflow_id)
    start.people = waiting(start)
    if needs_approval(start):
        start.transition_to(StartState.PENDING)
        noted("workflow.start_asked", start, by)
    else:
        _run(start)
        noted("workflow.started", start, by)
    return start


def approve(start_id: int, by: User, version: int | None) -> WorkflowStart:
    """Another admin agrees: it starts. `version`: of the workflow, as they have it before them.

    Raises NotFound, Forbidden, Conflict.
    """
    start = _locked(start_id, StartState.PENDING, "It does not wait for approval any more; look again.")
    _must_be_another_admin(start, by)
    workflow, _ = store.live(start.workflow_id)
    if workflow.version != version:
        raise Conflict(PUBLISHED_AGAIN)
    start.decided_by = by.id
    _run(start)
    noted("workflow.start_approved", start, by)
    return start


def send_back(start_id: int, typed: str, by: User) -> WorkflowStart:
    """Another admin does not agree. Raises NotFound, Forbidden, Conflict, and Fault that names the field."""
    start = _locked(start_id, StartState.PENDING, "It does not wait for approval any more; look again.")
    _must_be_another_admin(start, by)
    reason = form_fields.line(typed, "reason", LONGEST_REASON, "Say why it should not be started.")
    start.decided_by = by.id
    end(start, StartState.CANCELED, f"{by.name} sent it back: {reason}")
    noted("workflow.start_sent_back", start, by, reason=reason)
    return start


def cancel(start_id: int, by: User) -> WorkflowStart:
    """It starts for no one else. What has started goes on. Raises NotFound, Conflict."""
    start = _locked(start_id, None, "")
    if start.state in (StartState.DONE, StartState.CANCELED):
        raise Conflict("It is over already.")
    end(start, StartState.CANCELED, f"{by.name} canceled it.")
    noted("workflow.start_canceled", start, by)
    return start


def end(start: WorkflowStart, target: StartState, reason: str = "") -> None:
    """Of one that is locked: nothing of it is left to be done."""
    start.transition_to(target)
    start.reason, start.ended_at, start.due_at = reason, now(), None
    if forget(start.id):
        queue.later(queue.START_MANY)


def forget(start_id: int) -> bool:
    """Some of those for whom one that has ended would have started. True: there are more."""
    here = WorkflowStartMember.start_id == start_id
    some = select(WorkflowStartMember.contact_id).where(here).limit(FORGOTTEN_AT_ONCE)
    ids = db.session.scalars(some).all()
    gone = delete(WorkflowStartMember).where(here, in_param(WorkflowStartMember.contact_id, "ids"))
    db.session.execute(gone, {"ids": ids}, execution_options=UNTRACKED)
    return len(ids) == FORGOTTEN_AT_ONCE


def may_decide(start: WorkflowStart, by: User) -> bool:
    """Whether someone may approve it or send it back."""
    return by.is_admin and by.id != start.created_by and start.state == StartState.PENDING


def waiting_for(by: User) -> Sequence[WorkflowStart]:
    """What waits for the decision of an admin, the longest first; at most ten."""
    query = select(WorkflowStart).where(WorkflowStart.state == StartState.PENDING)
    query = query.where(WorkflowStart.created_by != by.id).order_by(WorkflowStart.id).limit(SHOWN)
    query = query.options(joinedload(WorkflowStart.workflow), joinedload(WorkflowStart.author))
    return db.session.scalars(query).all() if by.is_admin else []


def _run(start: WorkflowStart) -> None:
    start.transition_to(StartState.RUNNING)
    start.due_at = now()
    queue.later(queue.START_MANY)


def _locked(start_id: int, state: StartState | None, otherwise: str) -> WorkflowStart:
    query = select(WorkflowStart).where(WorkflowStart.id == start_id).with_for_update(key_share=True)
    start = db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if start is None:
        raise NotFound("This start does not exist any more.")
    if state is not None and start.state != state:
        raise Conflict(otherwise)
    return start


def _must_be_another_admin(start: WorkflowStart, by: User) -> None:
    if not may_decide(start, by):
        raise Forbidden(f"Another admin than {start.author.name} has to decide about this.")


def noted(kind: str, start: WorkflowStart, by: User, **data: Any) -> None:
    """Keep it in the audit."""
    data |= {"workflow": start.workflow_id, "name": start.workflow.name, "count": start.people}
    events.note(kind, user_id=by.id, start=start.id, whom=start.whom, **data)
