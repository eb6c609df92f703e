"""The address of a workflow that others start, what they have sent there lately, and a new address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, request, url_for

from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.form_entry import FormEntry
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Document
from webapp.services.workflows import (
    addresses,
    entry_csv,
    form_entries,
    samples,
    store,
    told_names,
    webhook_calls,
)
from webapp.services.workflows.running import listing
from webapp.views import forms, ui
from webapp.views.downloads import noted
from webapp.views.ids import big_id
from webapp.views.me import me
from webapp.views.workflows import words
from webapp.views.workflows.blueprint import bp, makers_only

PATHS = {webhook_calls.KIND: "webhooks_in.call", form_entries.KIND: "forms.show"}


@bp.get("/workflows/<int:workflow_id>/form")
@makers_only
def preview_form(workflow_id: int) -> Response:
    """The form of the draft, as people will see it; it cannot be sent."""
    try:
        form = form_entries.of(store.draft(store.get(workflow_id)))
    except Fault as fault:
        raise Conflict(f"The form is not complete yet. {fault.sentence}") from fault
    if form is None:
        raise NotFound("This workflow has no form.")
    back = url_for("workflows.edit", workflow_id=workflow_id)
    empty: dict[str, Any] = {"stamp": "", "typed": {}, "token": "", "faults": {}, **forms.HIDDEN}
    return ui.page(forms.PAGE, form=form, back=back, words=form.words, **empty)


@bp.get("/workflows/<int:workflow_id>/entries")
def list_entries(workflow_id: int) -> Response:
    workflow, before = store.get(workflow_id), request.args.get("before", type=big_id)
    rows, more = form_entries.page(workflow_id, before)
    return ui.page("workflows/entries.html", workflow=workflow, entries=rows, more=more, before=before)


@bp.post("/workflows/<int:workflow_id>/entries.csv")
def download_entries(workflow_id: int) -> Response:
    workflow, lines = store.get(workflow_id), entry_csv.lines(workflow_id)
    filename = f"workflow-{workflow_id}-entries.csv"
    return noted("workflow.entries_exported", lines, filename, workflow=workflow_id, name=workflow.name)


@bp.post("/workflows/<int:workflow_id>/address")
@makers_only
def renew_address(workflow_id: int) -> Response:
    addresses.renew(store.get(workflow_id), me())
    db.session.commit()
    ui.say("The address is new. Put it wherever the old one is used, which leads nowhere any more.")
    return ui.redirect(url_for("workflows.edit", workflow_id=workflow_id))


@bp.app_template_global("form_entries_of")
def of_contact(contact_id: int) -> Sequence[FormEntry]:
    """What a contact has sent by forms."""
    return form_entries.of_contact(contact_id)


bp.add_app_template_filter(form_entries.in_words, "field_name")
bp.add_app_template_filter(words.choice, "in_language")


def shown(workflow: Workflow, document: Document) -> dict[str, Any]:
    """`address`: for the editor; None where no one else starts it. `told`: names of what was sent."""
    told = told_names.of(workflow.id, document)
    if not addresses.has_address(document):
        return {"address": None, "told": told}
    kind = document.trigger.kind if document.trigger else ""
    token = addresses.token(workflow.id)
    public = current_app.config["SETTINGS"].public_url
    latest = samples.latest(workflow.id) if kind == webhook_calls.KIND else ()
    settings = document.trigger.settings if document.trigger else {}
    address = {
        "kind": kind,
        "url": public + url_for(PATHS[kind], token=token) if token else "",
        "samples": latest,
        "learns": workflow.version is None,
        "phone_in": webhook_calls.phone_in(settings, latest[0].fields) if latest else "",
        "settings": settings,
        "unusable": listing.unusable(workflow.id, latest[0].at if latest else None),
    }
    return {"address": address, "told": told}
