"""How the file of a list was read: its encoding, its sheet, what is hidden in it; and another choice."""

from __future__ import annotations

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.services.batches import drafts
from webapp.services.intake import choices
from webapp.services.intake.choices import Choices
from webapp.views import ui
from webapp.views.batches import recipients
from webapp.views.batches.blueprint import bp, wizard
from webapp.views.list_forms import reading_choice, reading_lines


@bp.app_template_global("how_read")
def how_read(one: choices.List) -> Choices:
    """For templates."""
    return choices.of(one)


@bp.post("/batches/<int:batch_id>/reading")
@wizard()
def choose_reading(batch: Batch) -> Response:
    try:
        options = choices.wanted(batch, *reading_choice())
        if options is not None:
            drafts.choose_reading(batch, options)
    except Fault as fault:
        return recipients.with_reading_fault(batch.id, fault)
    db.session.commit()
    return ui.redirect(url_for("batches.recipients", batch_id=batch.id))


@bp.get("/batches/<int:batch_id>/reading/preview")
@wizard()
def preview_reading(batch: Batch) -> Response:
    """Some lines as they read in another encoding."""
    shown = choices.lines(batch, request.args.get("encoding", ""))
    return reading_lines(shown)
