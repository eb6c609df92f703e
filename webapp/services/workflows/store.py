"""Workflows as they are kept: the draft that is edited, and the versions that were published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from webapp.db import db, now
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.user import User
from webapp.models.workflow import Workflow, WorkflowState, WorkflowVersion
from webapp.rules import natural_order
from webapp.rules.comparing import alike
from webapp.rules.typed_text import one_line
from webapp.rules.workflow import stored
from webapp.rules.workflow.document import Document
from webapp.rules.workflow.stored import Unreadable
from webapp.services import events
from webapp.services.workflows import addresses

LONGEST_NAME = 80
NOT_THERE = "This workflow does not exist."


@dataclass(frozen=True)
class Published:
    """A version: its number, when it was published, and by whom."""

    number: int
    at: datetime
    by: str


def get(workflow_id: int) -> Workflow:
    """Raises NotFound."""
    workflow = db.session.get(Workflow, workflow_id)
    if workflow is None:
        raise NotFound(NOT_THERE)
    return workflow


def listed(archived: bool = False) -> Sequence[Workflow]:
    """By name; those that are archived only when they are asked for."""
    query = select(Workflow)
    query = query if archived else query.where(Workflow.state != WorkflowState.ARCHIVED)
    return sorted(db.session.scalars(query), key=lambda one: (natural_order.key(one.name), one.id))


def draft(workflow: Workflow) -> Document:
    """As it is being edited."""
    return stored.from_json(workflow.draft)


def published(workflow: Workflow) -> Document | None:
    """As it starts now; None when it was never published."""
    return None if workflow.version is None else version(workflow.id, workflow.version)


def live(workflow_id: int) -> tuple[Workflow, Document]:
    """One that starts now, with what is published. Raises NotFound, and Conflict while it is not live."""
    workflow = get(workflow_id)
    document = published(workflow)
    if workflow.state != WorkflowState.LIVE or document is None:
        raise Conflict("This workflow is not live. Publish it, or let it go on, first.")
    return workflow, document


def all_published(workflows: Iterable[Workflow]) -> dict[int, Document]:
    """The same of several, by workflow; those that were never published are left out."""
    ids = [workflow.id for workflow in workflows]
    present = and_(Workflow.id == WorkflowVersion.workflow_id, Workflow.version == WorkflowVersion.number)
    query = select(WorkflowVersion).join(Workflow, present).where(Workflow.id.in_(ids))
    return {row.workflow_id: stored.from_json(row.document) for row in db.session.scalars(query)}


def version(workflow_id: int, number: int) -> Document:
    """What one of its versions says. Raises NotFound."""
    row = db.session.get(WorkflowVersion, (workflow_id, number))
    if row is None:
        raise NotFound("This version of the workflow does not exist.")
    return stored.from_json(row.document)


def versions(workflow_id: int) -> list[Published]:
    """The newest first."""
    query = select(WorkflowVersion, User.name).join(User, User.id == WorkflowVersion.published_by)
    query = query.where(WorkflowVersion.workflow_id == workflow_id).order_by(WorkflowVersion.number.desc())
    return [Published(row.number, row.published_at, name) for row, name in db.session.execute(query)]


def create(name: str, by: User, document: Document | None = None) -> Workflow:
    """A draft. Raises Fault that names the field."""
    called = _free(name, None)
    kept = _kept(document or Document())
    workflow = Workflow(name=called, draft=kept, created_by=by.id, changed_by=by.id)
    db.session.add(workflow)
    db.session.flush()
    addresses.ensure(workflow.id, document or Document())
    events.note("workflow.created", user_id=by.id, workflow=workflow.id, name=called)
    return workflow


def save(workflow_id: int, seen: int, document: Document, by: User, name: str | None = None) -> Workflow:
    """The draft from now on; what is published stays. `seen`: the revision that was changed.

    Raises Conflict when a colleague has saved another one since, NotFound, and Fault that names the field.
    """
    workflow = current(workflow_id, seen, by)
    if workflow.state == WorkflowState.ARCHIVED:
        raise Conflict("This workflow is archived and cannot be changed any more.")
    if name is not None and one_line(name) != workflow.name:
        before, workflow.name = workflow.name, _free(name, workflow.id)
        events.note(
            "workflow.renamed", user_id=by.id, workflow=workflow.id, name=workflow.name, before=before
        )
    workflow.draft = _kept(document)
    addresses.ensure(workflow.id, document)
    workflow.revision += 1
    workflow.changed_by, workflow.changed_at = by.id, now()
    return workflow


def _kept(document: Document) -> Any:
    """As JSON. Raises Fault for what could not be read again: pages of all workflows would fail with it."""
    kept = stored.to_json(document)
    try:
        stored.from_json(kept)
    except Unreadable as error:
        raise Fault(error.sentence) from error
    return kept


def current(workflow_id: int, seen: int, by: User) -> Workflow:
    """Locked; `seen`: the revision that someone has before them. Raises Conflict and NotFound."""
    workflow = locked(workflow_id)
    if workflow.revision != seen:
        who = db.session.get(User, workflow.changed_by)
        changed = f"{who.name if who else 'A colleague'} has changed this workflow meanwhile."
        if workflow.changed_by == by.id:
            changed = "You have changed this workflow in another tab meanwhile."
        raise Conflict(f"{changed} Look at it again, then make your change.")
    return workflow


def locked(workflow_id: int) -> Workflow:
    """No one else changes it until the transaction ends. Raises NotFound."""
    query = select(Workflow).where(Workflow.id == workflow_id).with_for_update(key_share=True)
    workflow = db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if workflow is None:
        raise NotFound(NOT_THERE)
    return workflow


def free_name(wanted: str) -> str:
    """This one, or with a number behind it."""
    short = one_line(wanted)[: LONGEST_NAME - 5]
    names = (short, *(f"{short} {number}" for number in range(2, 1_000)))
    return next((name for name in names if not _is_taken(name, None)), short)


def _free(typed: str, workflow_id: int | None) -> str:
    name = one_line(typed)
    if not name:
        raise Fault("Give the workflow a name.", "name")
    if len(name) > LONGEST_NAME:
        raise Fault(f"The name may have {LONGEST_NAME} characters.", "name")
    if _is_taken(name, workflow_id):
        raise Fault("Another workflow has this name.", "name")
    return name


def _is_taken(name: str, workflow_id: int | None) -> bool:
    others = select(Workflow.name).where(Workflow.id != (workflow_id or 0))
    return alike(name) in map(alike, db.session.scalars(others))
