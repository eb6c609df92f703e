"""One workflow: what it does, what came of it; publishing, pausing, archiving, copies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, url_for

from webapp.db import db
from webapp.errors import Fault, unless_gone
from webapp.models.user import User
from webapp.models.workflow import Workflow, WorkflowState
from webapp.rules.workflow import conditions, sentence, words
from webapp.rules.workflow.document import Document
from webapp.services.workflows import store
from webapp.services.workflows.editing import checking, files, publishing
from webapp.services.workflows.running import figures, listing
from webapp.views import ui
from webapp.views.downloads import attached
from webapp.views.me import me
from webapp.views.workflows import box_words, tree
from webapp.views.workflows.blueprint import bp, makers_only, seen
from webapp.views.workflows.words import WORKFLOWS


@bp.get("/workflows/<int:workflow_id>")
def show(workflow_id: int) -> Response:
    workflow = store.get(workflow_id)
    draft, published = store.draft(workflow), store.published(workflow)
    shown = told(published or draft) | {"counts": listing.counts(workflow_id), "latest": listing.LATEST}
    shown |= {"changed": published is not None and published != draft, "look": WORKFLOWS[workflow.state]}
    archived = workflow.state == WorkflowState.ARCHIVED
    shown["gone"] = checking.missing(published, workflow_id) if published and not archived else []
    return ui.page(
        "workflows/show.html", workflow=workflow, figures=figures.of([workflow_id])[workflow_id], **shown
    )


@bp.post("/workflows/<int:workflow_id>/publish")
@makers_only
def publish(workflow_id: int) -> Response:
    before = store.get(workflow_id).version
    try:
        workflow = publishing.publish(workflow_id, seen(), me())
    except Fault as fault:
        unless_gone(fault)
        return _refused("workflows.edit", workflow_id, fault)
    db.session.commit()
    ui.say(_live(workflow) if workflow.version != before else _unchanged(workflow))
    return ui.redirect(url_for("workflows.show", workflow_id=workflow_id))


@bp.post("/workflows/<int:workflow_id>/pause")
@makers_only
def pause(workflow_id: int) -> Response:
    return _done(workflow_id, publishing.pause, "is paused. Nothing starts, and what is under way waits.")


@bp.post("/workflows/<int:workflow_id>/resume")
@makers_only
def resume(workflow_id: int) -> Response:
    return _done(workflow_id, publishing.resume, "is live again, and what was under way goes on.")


@bp.post("/workflows/<int:workflow_id>/archive")
@makers_only
def archive(workflow_id: int) -> Response:
    return _done(
        workflow_id, publishing.archive, "is archived. Nothing starts, and what was under way is canceled."
    )


@bp.post("/workflows/<int:workflow_id>/bring-back")
@makers_only
def bring_back(workflow_id: int) -> Response:
    return _done(workflow_id, publishing.bring_back, "is back. Nothing starts before you let it.")


@bp.post("/workflows/<int:workflow_id>/duplicate")
@makers_only
def duplicate(workflow_id: int) -> Response:
    workflow = publishing.duplicate(workflow_id, me())
    db.session.commit()
    ui.say(f"“{workflow.name}” is made. Nothing starts before it is published.")
    return ui.redirect(url_for("workflows.edit", workflow_id=workflow.id))


@bp.get("/workflows/<int:workflow_id>/workflow.json")
def take_away(workflow_id: int) -> Response:
    body = files.exported(store.get(workflow_id))
    return Response(body, mimetype="application/json", headers=attached(f"workflow-{workflow_id}.json"))


def told(document: Document) -> dict[str, Any]:
    """What a page that only shows a document needs."""
    names = checking.names(document)
    return {
        "document": document,
        "sentence": sentence.of(document, names),
        "starts": f"When {words.trigger(document.trigger, names)}" if document.trigger else "",
        "only_if": conditions.words(document.conditions),
        "box_words": box_words.of(document, names),
        "items": tree.of(document, names),
    }


def _live(workflow: Workflow) -> str:
    return f"“{workflow.name}” is live: version {workflow.version} starts from now on."


def _unchanged(workflow: Workflow) -> str:
    again = " Its dates and times are read again." if workflow.next_at else ""
    unchanged = f"Nothing has changed since version {workflow.version}, so it stays that one."
    return f"“{workflow.name}” is live. {unchanged}{again}"


def _done(workflow_id: int, act: Callable[[int, User], Any], said: str) -> Response:
    try:
        act(workflow_id, me())
    except Fault as fault:
        unless_gone(fault)
        return _refused("workflows.show", workflow_id, fault)
    db.session.commit()
    ui.say(f"“{store.get(workflow_id).name}” {said}")
    return ui.redirect(url_for("workflows.show", workflow_id=workflow_id))


def _refused(endpoint: str, workflow_id: int, fault: Fault) -> Response:
    db.session.rollback()
    ui.say(fault.sentence, "bad")
    return ui.redirect(url_for(endpoint, workflow_id=workflow_id))
