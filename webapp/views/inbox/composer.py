"""What one writes with: its parts, and what is not sent: notes for the team."""

from __future__ import annotations

from flask import Response, request

from webapp.db import db
from webapp.errors import Fault
from webapp.services.inbox import reply, withdraw
from webapp.services.threads import notes
from webapp.views import ui
from webapp.views.inbox import blueprint as inbox
from webapp.views.inbox.blueprint import COMPOSER, THREAD, bp
from webapp.views.me import me, my_id

SIZE = "inbox/_size.html"


@bp.post("/inbox/<int:thread_id>/notes")
def note(thread_id: int) -> Response:
    thread, text = inbox.written_to(thread_id), request.form.get("text", "")
    try:
        notes.add(thread, text, my_id())
    except Fault as fault:
        return inbox.not_sent(thread_id, text, fault)
    db.session.commit()
    return inbox.written(thread)


@bp.get("/inbox/<int:thread_id>/composer")
def composer(thread_id: int) -> Response:
    """The composer again: what stood in the way has changed while someone looked on."""
    if not ui.wants_partial():
        return ui.redirect(inbox.url(thread_id))
    context = inbox.fresh_composer(reply.get(thread_id))
    return ui.page(THREAD, COMPOSER, **context | ({"again": True} if request.args.get("focus") else {}))


@bp.post("/inbox/messages/<int:message_id>/withdraw")
def take_back(message_id: int) -> Response:
    thread_id = withdraw.withdraw(message_id, me())
    db.session.commit()
    ui.say("It is taken back, and will not be sent.")
    return ui.redirect(inbox.url(thread_id))


@bp.post("/inbox/measure")
def measure() -> Response:
    """What a text costs, while it is being written."""
    purpose = request.args.get("purpose", "")
    return ui.page(SIZE, purpose=purpose, **inbox.size(request.form.get("text", "")))
