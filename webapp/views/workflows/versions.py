"""The versions of a workflow that were published: a list, one of them, and beginning from it again."""

from __future__ import annotations

from flask import Response, url_for

from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.services.workflows import store
from webapp.views import ui
from webapp.views.me import me
from webapp.views.workflows.blueprint import bp, makers_only, seen
from webapp.views.workflows.showing import told


@bp.get("/workflows/<int:workflow_id>/versions")
def list_versions(workflow_id: int) -> Response:
    workflow = store.get(workflow_id)
    return ui.page("workflows/versions.html", workflow=workflow, versions=store.versions(workflow_id))


@bp.get("/workflows/<int:workflow_id>/versions/<int:number>")
def show_version(workflow_id: int, number: int) -> Response:
    workflow, document = store.get(workflow_id), store.version(workflow_id, number)
    return ui.page("workflows/version.html", workflow=workflow, number=number, **told(document))


@bp.post("/workflows/<int:workflow_id>/versions/<int:number>/edit")
@makers_only
def begin_from(workflow_id: int, number: int) -> Response:
    """It becomes the draft; what is published stays."""
    try:
        store.save(workflow_id, seen(), store.version(workflow_id, number), me())
    except NotFound:
        raise
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
        return ui.redirect(url_for("workflows.list_versions", workflow_id=workflow_id))
    db.session.commit()
    ui.say(f"Version {number} is the draft now. It starts once it is published.")
    return ui.redirect(url_for("workflows.edit", workflow_id=workflow_id))
