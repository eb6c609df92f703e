"""The versions of a workflow that were published: a list, one, two compared, and beginning from one again."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault, NotFound, unless_gone
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Document
from webapp.services.workflows import store
from webapp.views import ui
from webapp.views.me import me
from webapp.views.workflows import compared
from webapp.views.workflows.blueprint import bp, makers_only, seen
from webapp.views.workflows.showing import told

DRAFT = "draft"


@bp.get("/workflows/<int:workflow_id>/versions")
def list_versions(workflow_id: int) -> Response:
    workflow = store.get(workflow_id)
    return ui.page("workflows/versions.html", workflow=workflow, versions=store.versions(workflow_id))


@bp.get("/workflows/<int:workflow_id>/versions/<int:number>")
def show_version(workflow_id: int, number: int) -> Response:
    workflow, document = store.get(workflow_id), store.version(workflow_id, number)
    return ui.page("workflows/version.html", workflow=workflow, number=number, **told(document))


@bp.get("/workflows/<int:workflow_id>/compare")
def compare(workflow_id: int) -> Response:
    """`from` and `to` are numbers of versions, or `draft`; at first what is published, and the draft."""
    workflow = store.get(workflow_id)
    names = {DRAFT: "The draft"}
    names |= {str(one.number): f"Version {one.number}" for one in store.versions(workflow_id)}
    chosen = request.args.get("from", str(workflow.version or DRAFT)), request.args.get("to", DRAFT)
    if not names.keys() >= set(chosen):
        raise NotFound("This version of the workflow does not exist.")
    rows = compared.of(*(_document(workflow, one) for one in chosen))
    shown: dict[str, Any] = {
        "chosen": chosen,
        "names": [names[one] for one in chosen],
        "options": list(names.items()),
    }
    return ui.page("workflows/compare.html", workflow=workflow, rows=rows, **shown)


def _document(workflow: Workflow, chosen: str) -> Document:
    return store.draft(workflow) if chosen == DRAFT else store.version(workflow.id, int(chosen))


@bp.post("/workflows/<int:workflow_id>/versions/<int:number>/edit")
@makers_only
def begin_from(workflow_id: int, number: int) -> Response:
    """It becomes the draft; what is published stays."""
    try:
        store.save(workflow_id, seen(), store.version(workflow_id, number), me())
    except Fault as fault:
        unless_gone(fault)
        db.session.rollback()
        ui.say(fault.sentence, "bad")
        return ui.redirect(url_for("workflows.list_versions", workflow_id=workflow_id))
    db.session.commit()
    ui.say(f"Version {number} is the draft now. It starts once it is published.")
    return ui.redirect(url_for("workflows.edit", workflow_id=workflow_id))
