"""What is done with contacts that were chosen on their page: those who are ticked, or all on the list."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from sqlalchemy import ColumnElement

from webapp.db import db
from webapp.errors import Fault
from webapp.services.contacts.segments import filling, members, selection, selection_jobs, store
from webapp.services.contacts.segments.selection import Selection
from webapp.services.workflows.many import asking, choosing
from webapp.views import ui
from webapp.views.contacts import contact_filter, segments
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
        everyone = everyone_listed()
        if everyone is not None and selection_jobs.is_large(everyone):
            filling.begin(segment, everyone, contact_filter.words(everyone), me())
            return _done(segment.id)
        count = members.add(segment, whom(everyone), segments.by_me())
    except Fault as fault:
        return refused(fault)
    ui.say(f"{count:,} put into “{segment.name}”." if count else f"They were in “{segment.name}” already.")
    return _done(segment.id)


@bp.post("/contacts/workflow")
def start_workflow() -> Response:
    workflow_id = request.form.get("workflow", 0, type=row_id)
    try:
        if (everyone := everyone_listed()) is not None:
            start = choosing.prepare(workflow_id, everyone, contact_filter.words(everyone), me())
        else:
            start = asking.prepare(workflow_id, whom(None), "ticked on their page", me())
    except Fault as fault:
        return refused(fault)
    db.session.commit()
    return ui.redirect(url_for("workflows.show_start", start_id=start.id))


def everyone_listed() -> Selection | None:
    """All that are listed, if they were chosen. Raises Fault."""
    return contact_filter.read(request.form.to_dict()) if request.form.get("everyone") else None


def _done(segment_id: int) -> Response:
    db.session.commit()
    return ui.redirect(url_for("segments.show", segment_id=segment_id))


def whom(everyone: Selection | None) -> ColumnElement[bool]:
    """A condition on Contact: those who were chosen; else those who are ticked. Raises Fault."""
    if everyone is not None:
        return selection.where(everyone)
    if not (ids := segments.ticked()):
        raise Fault(NO_ONE)
    return members.these(ids)


def refused(fault: Fault) -> Response:
    """Back to the list, with the reason."""
    db.session.rollback()
    ui.say(fault.sentence, "bad")
    return ui.redirect(contact_filter.url(request.form.to_dict()))
