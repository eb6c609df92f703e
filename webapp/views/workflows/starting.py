"""Starting a workflow by hand for a contact, and what the page of a contact shows of workflows."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.models.workflow import WorkflowState
from webapp.rules.workflow import uses
from webapp.services.workflows import by_hand, store
from webapp.services.workflows.running import listing
from webapp.views import ui
from webapp.views.ids import row_id
from webapp.views.me import me
from webapp.views.workflows import words
from webapp.views.workflows.blueprint import bp


@bp.post("/contacts/<int:contact_id>/workflows")
def start(contact_id: int) -> Response:
    chosen, key = request.form.get("workflow", 0, type=row_id), request.form.get("key", "")[:40]
    try:
        if not chosen:
            raise Fault("Choose the workflow to start.")
        begun = by_hand.start(chosen, [contact_id], me(), key or token_hex(8))
        db.session.commit()
        ui.say(_said(chosen, begun), "good" if begun.started else "warn")
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
    return ui.redirect(f"{url_for('contacts.show', contact_id=contact_id)}#workflows")


@bp.app_template_global("workflows_of")
def of_contact(contact_id: int) -> dict[str, Any]:
    """Their runs, why others did not start, and the workflows that can be started for them."""
    live = [one for one in store.listed() if one.state == WorkflowState.LIVE]
    published = store.all_published(live)
    said = {one.name: uses.unfilled_by_hand(published[one.id]) for one in live if one.id in published}
    unfilled = [f"“{name}”: {sentence}" for name, sentences in said.items() for sentence in sentences]
    shown = {"runs": listing.of_contact(contact_id), "looks": words.RUNS, "key": token_hex(8)}
    shown["refused"] = listing.refused_to(contact_id)
    return shown | {"live": live, "unfilled": unfilled}


def _said(workflow_id: int, begun: by_hand.Begun) -> str:
    name = store.get(workflow_id).name
    if begun.started:
        return f"“{name}” is started for them."
    refused = next(iter(begun.refused), "This form was sent before.")
    return f"“{name}” was not started. {refused}"
