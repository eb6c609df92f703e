"""The address of a workflow that others start, what they have sent there lately, and a new address."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, url_for

from webapp.db import db
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Document
from webapp.services.workflows import addresses, samples, store
from webapp.views import ui
from webapp.views.me import me
from webapp.views.workflows.blueprint import bp, makers_only


@bp.post("/workflows/<int:workflow_id>/address")
@makers_only
def renew_address(workflow_id: int) -> Response:
    addresses.renew(store.get(workflow_id), me())
    db.session.commit()
    ui.say("The address is new. Put it into the other system: the old one leads nowhere any more.")
    return ui.redirect(url_for("workflows.edit", workflow_id=workflow_id))


def shown(workflow: Workflow, document: Document) -> dict[str, Any]:
    """`address`: for the editor; None where no one else starts it. `told`: names of what was sent."""
    if not addresses.has_address(document):
        return {"address": None, "told": []}
    token = addresses.token(workflow.id)
    public = current_app.config["SETTINGS"].public_url
    address = {
        "url": public + url_for("webhooks_in.call", token=token) if token else "",
        "samples": samples.latest(workflow.id),
        "learns": workflow.version is None,
    }
    return {"address": address, "told": samples.names(workflow.id)}
