"""Publishing a workflow, and what comes after: pausing, resuming, archiving, bringing back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from webapp.db import db, now
from webapp.errors import Conflict, Fault, Forbidden, NotFound
from webapp.models.user import User
from webapp.models.workflow import Workflow, WorkflowState, WorkflowVersion
from webapp.rules.workflow import kinds, outline, sentence
from webapp.rules.workflow.document import Document
from webapp.rules.workflow.templates.registry import TEMPLATES
from webapp.services import events, settings
from webapp.services.outbox import paused
from webapp.services.recipients import reach
from webapp.services.workflows import store
from webapp.services.workflows.clock import due as clock
from webapp.services.workflows.editing import checking, secret_uses
from webapp.services.workflows.running import acting


def may(by: User) -> bool:
    """Whether someone may make and publish workflows: admins, and staff where the team lets them."""
    return by.is_admin or bool(settings.get("staff_workflows"))


def must_be_allowed(by: User) -> None:
    """Raises Forbidden."""
    if not may(by):
        raise Forbidden("Workflows are made by admins. An admin can let staff make them, under Settings.")


def publish(workflow_id: int, seen: int, by: User) -> Workflow:
    """The draft is what starts from now on; runs that are under way finish on their own version.

    One in which nothing has changed goes live, and its dates and times are read again, without a new version.
    `seen`: the revision that was before them. Raises Conflict, Forbidden, and Fault with what is missing.
    """
    must_be_allowed(by)
    workflow = store.current(workflow_id, seen, by)
    if workflow.state == WorkflowState.ARCHIVED:
        raise Conflict("This workflow is archived. Bring it back first.")
    document = store.draft(workflow)
    if found := checking.missing(document, workflow_id):
        more = {1: "", 2: " There is 1 more."}.get(len(found), f" There are {len(found) - 1} more.")
        raise Fault(f"It cannot be published yet: {found[0].whole}{more}", found[0].field or None)
    _must_be_seen_by_two(workflow, document, by)
    if not by.is_admin and (news := secret_uses.news(store.published(workflow), document)):
        raise Forbidden(news)
    is_new = store.published(workflow) != document
    if is_new:
        _keep(workflow, by)
    workflow.reason, workflow.trigger = "", document.trigger.kind if document.trigger else ""
    if workflow.state != WorkflowState.LIVE:
        _move(workflow, WorkflowState.LIVE)
        paused.go_on(workflow.id)
    clock.begin(workflow, document)
    about = {"consent": document.box.consent, "sentence": sentence.of(document, checking.names(document))}
    noted("workflow.published", workflow, by, version=workflow.version, unchanged=not is_new, **about)
    return workflow


def _keep(workflow: Workflow, by: User) -> None:
    """The draft as the next version."""
    workflow.version = (workflow.version or 0) + 1
    of_version = {"workflow_id": workflow.id, "number": workflow.version, "document": workflow.draft}
    db.session.add(WorkflowVersion(**of_version, published_by=by.id))


def _must_be_seen_by_two(workflow: Workflow, document: Document, by: User) -> None:
    """Where large batches need a second person, so does what reaches people by itself. Raises Forbidden."""
    reaches = any(kinds.STEPS[placed.step.kind].reaches for placed in outline.walk(document))
    if reach.limit() is None or not reaches:
        return
    if not by.is_admin or by.id == workflow.changed_by:
        who = db.session.get(User, workflow.changed_by)
        name = who.name if who and who.id != by.id else "You"
        raise Forbidden(f"{name} changed it last. As for large batches, another admin has to publish it.")


def pause(workflow_id: int, by: User) -> None:
    """Nothing starts, and what is under way waits. Raises NotFound, Conflict, Forbidden."""
    must_be_allowed(by)
    workflow = store.locked(workflow_id)
    if workflow.state == WorkflowState.PAUSED:
        return
    _must_be(workflow, WorkflowState.LIVE, "Only a workflow that is live can be paused.")
    _move(workflow, WorkflowState.PAUSED)
    noted("workflow.paused", workflow, by)


def resume(workflow_id: int, by: User) -> None:
    """It starts again, and what was under way goes on. Raises NotFound, Conflict, Forbidden."""
    must_be_allowed(by)
    workflow = store.locked(workflow_id)
    if workflow.state == WorkflowState.LIVE:
        return
    _must_be(workflow, WorkflowState.PAUSED, "Only a workflow that is paused can go on.")
    document = store.published(workflow)
    if document is None:
        raise Conflict("This workflow was never published.")
    _move(workflow, WorkflowState.LIVE)
    workflow.reason = ""
    paused.go_on(workflow.id)
    clock.begin(workflow, document)
    noted("workflow.resumed", workflow, by)


def archive(workflow_id: int, by: User) -> None:
    """It starts no more, and what is under way is canceled. Raises NotFound, Forbidden."""
    must_be_allowed(by)
    workflow = store.locked(workflow_id)
    if workflow.state == WorkflowState.ARCHIVED:
        return
    _move(workflow, WorkflowState.ARCHIVED)
    workflow.next_at = None
    acting.end_present(workflow, "The workflow was archived.")
    noted("workflow.archived", workflow, by)


def bring_back(workflow_id: int, by: User) -> None:
    """Paused, or a draft where it was never published. Raises NotFound, Conflict, Forbidden."""
    must_be_allowed(by)
    workflow = store.locked(workflow_id)
    _must_be(workflow, WorkflowState.ARCHIVED, "This workflow is not archived.")
    _move(workflow, WorkflowState.PAUSED if workflow.version else WorkflowState.DRAFT)
    noted("workflow.brought_back", workflow, by)


def duplicate(workflow_id: int, by: User) -> Workflow:
    """A draft with the same steps, under a name of its own. Raises NotFound, Forbidden."""
    must_be_allowed(by)
    original = store.get(workflow_id)
    return store.create(store.free_name(f"{original.name} (copy)"), by, store.draft(original))


def from_template(key: str, by: User, number_id: int | None = None) -> Workflow:
    """A draft with the steps of a template, for one of our numbers. Raises NotFound, Forbidden."""
    must_be_allowed(by)
    template = TEMPLATES.get(key)
    if template is None:
        raise NotFound("There is no such template.")
    document = replace(template.document, box=replace(template.document.box, number_id=number_id))
    return store.create(store.free_name(template.name), by, document)


def _must_be(workflow: Workflow, state: WorkflowState, sentence: str) -> None:
    if workflow.state != state:
        raise Conflict(sentence)


def _move(workflow: Workflow, target: WorkflowState) -> None:
    """Of one that is locked."""
    workflow.transition_to(target)
    workflow.changed_at = now()


def noted(kind: str, workflow: Workflow, by: User, **data: Any) -> None:
    """Keep it in the audit."""
    events.note(kind, user_id=by.id, workflow=workflow.id, name=workflow.name, **data)
