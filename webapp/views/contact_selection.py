"""What is done with contacts that were chosen on their page: those who are ticked, or all on the list."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from sqlalchemy import ColumnElement

from webapp.db import db
from webapp.errors import Fault
from webapp.services.contacts.segments import members, selection, store
from webapp.services.workflows.many import asking
from webapp.views import contact_filter, segments, ui
from webapp.views.ids import row_id
from webapp.views.me import me

bp = Blueprint("contact_selection", __name__)
NO_ONE = "Tick the contacts first, or choose all that are listed."


@bp.app_template_global("segments_by_hand")
def _by_hand() -> list[tuple[int, str]]:
    """Those into which contacts can be put."""
    return [(one.id, one.name) for one in store.listed(by_hand=True)]


@bp.post("/contacts/segment")
def into_segment() -> Response:
    try:
        segment = store.get(request.form.get("segment", 0, type=row_id))
        count = members.add(segment, whom(), segments.by_me())
    except Fault as fault:
        return _refused(fault)
    db.session.commit()
    ui.say(f"{count:,} put into “{segment.name}”." if count else f"They were in “{segment.name}” already.")
    return ui.redirect(url_for("segments.show", segment_id=segment.id))


@bp.post("/contacts/workflow")
def start_workflow() -> Response:
    typed = request.form.to_dict()
    try:
        chosen, everyone = whom(), bool(typed.get("everyone"))
        said = contact_filter.words(contact_filter.read(typed)) if everyone else "ticked on their page"
        start = asking.prepare(request.form.get("workflow", 0, type=row_id), chosen, said, me())
    except Fault as fault:
        return _refused(fault)
    db.session.commit()
    return ui.redirect(url_for("workflows.show_start", start_id=start.id))


def whom() -> ColumnElement[bool]:
    """A condition on Contact: those who were chosen. Raises Fault."""
    if request.form.get("everyone"):
        return selection.where(contact_filter.read(request.form.to_dict()))
    if not (ids := segments.ticked()):
        raise Fault(NO_ONE)
    return members.these(ids)


def _refused(fault: Fault) -> Response:
    db.session.rollback()
    ui.say(fault.sentence, "bad")
    return ui.redirect(contact_filter.url(request.form.to_dict()))
