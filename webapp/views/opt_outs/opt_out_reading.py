"""How the file of a list of opt-outs was read, and another choice."""

from __future__ import annotations

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.services.intake import choices
from webapp.services.opt_outs import imports, rereading
from webapp.views import ui
from webapp.views.list_forms import reading_choice, reading_lines
from webapp.views.opt_outs.opt_out_imports import with_reading_fault
from webapp.views.opt_outs.opt_outs import bp

__all__ = ("bp",)
"""Its routes hang on the blueprint of the opt-outs."""


@bp.post("/opt-outs/imports/<int:import_id>/reading")
def choose_reading(import_id: int) -> Response:
    one = imports.locked(import_id)
    try:
        options = choices.wanted(one, *reading_choice())
        if options is not None:
            rereading.choose(one, options)
    except Fault as fault:
        return with_reading_fault(import_id, fault)
    db.session.commit()
    return ui.redirect(url_for("opt_outs.show_import", import_id=import_id))


@bp.get("/opt-outs/imports/<int:import_id>/reading/preview")
def preview_reading(import_id: int) -> Response:
    """Some lines as they read in another encoding."""
    one = imports.get(import_id)
    shown = choices.lines(one, request.args.get("encoding", ""))
    return reading_lines(shown)
