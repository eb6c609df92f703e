"""Recordings of calls: played in their conversation, and downloaded, by those who may hear them."""

from __future__ import annotations

import os

from flask import Blueprint, Flask, Response, abort, request, send_file, url_for
from flask_login import current_user

from webapp.db import db, read_from_now_on, write_all_the_same
from webapp.models.recording import Recording, RecordingKind
from webapp.rules.hours import durations
from webapp.services import events, settings
from webapp.services.inbox.listing.inbox_filter import View
from webapp.services.media import recordings
from webapp.views import ui
from webapp.views.media import ALONE, ANYTHING

bp = Blueprint("recordings", __name__)


def init_app(app: Flask) -> None:
    """What the templates of a conversation ask."""
    app.jinja_env.globals.update(may_hear=may_hear, lasted=durations.lasted)


def may_hear(row: Recording) -> bool:
    """Whether the one who is logged in may: what callers leave is for everyone."""
    everyone = row.kind == RecordingKind.MESSAGE or not settings.get("recordings_for_admins")
    return bool(everyone or current_user.is_admin)


@bp.get("/inbox/recordings/<int:recording_id>")
def play(recording_id: int) -> Response:
    """In parts, as a player asks for them; who hears it is kept."""
    row = _allowed(recording_id)
    content = recordings.opened(row)
    _note(row)
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    kind = row.content_type or ANYTHING
    response = send_file(content, mimetype=kind, etag=f"{row.key}", conditional=False)
    response.make_conditional(request, accept_ranges=True, complete_length=size)
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@bp.post("/inbox/recordings/<int:recording_id>/download")
def download(recording_id: int) -> Response:
    """Who took it away is kept."""
    row = _allowed(recording_id)
    content = recordings.opened(row)
    events.note("recording.downloaded", user_id=current_user.id, thread_id=row.call.thread_id)
    name = recordings.filename(row)
    db.session.commit()
    return send_file(content, mimetype=ANYTHING, as_attachment=True, download_name=name)


@bp.post("/inbox/recordings/<int:recording_id>/again")
def again(recording_id: int) -> Response:
    thread_id = recordings.try_again(_allowed(recording_id).id).call.thread_id
    db.session.commit()
    return ui.redirect(url_for("inbox.show", thread_id=thread_id, view=View.ALL))


def _note(row: Recording) -> None:
    """Only the first part of an hour writes."""
    if not recordings.was_noted(row, current_user.id):
        user_id = current_user.id
        db.session.rollback()
        write_all_the_same()
        recordings.note_played(row, user_id)
        db.session.commit()
        read_from_now_on()


def _allowed(recording_id: int) -> Recording:
    """Raises NotFound; 403 for those who may not hear it."""
    row = recordings.get(recording_id)
    if not may_hear(row):
        abort(403)
    return row
