"""The list of conversations, and what was said in each of them."""

from __future__ import annotations

from flask import Response, request

from webapp.db import db
from webapp.errors import Fault
from webapp.models.agent import AgentState
from webapp.services.contacts import details
from webapp.services.inbox import reply
from webapp.services.inbox.listing import standing
from webapp.views import ui
from webapp.views.ids import big_id, row_id
from webapp.views.inbox import blueprint as inbox
from webapp.views.inbox import bulk
from webapp.views.inbox.blueprint import THREAD, bp
from webapp.views.me import my_id

LIST, LIST_PART = "inbox/index.html", "inbox/_list.html"
MESSAGES, EARLIER = "inbox/_messages.html", "inbox/_earlier.html"


@bp.get("/inbox")
def index() -> Response:
    page, opened = inbox.conversations(inbox.criteria()), request.args.get("open", type=row_id)
    chooser = bulk.chooser(inbox.criteria())
    return ui.fresh(page.version, LIST, LIST_PART, page=page, **inbox.filters(opened), **chooser)


@bp.get("/inbox/<int:thread_id>")
def show(thread_id: int) -> Response:
    thread, before = reply.get(thread_id), request.args.get("before", type=big_id)
    if not ui.wants_partial():
        return ui.page(THREAD, **inbox.whole(thread, before))
    shown = inbox.window(thread, before)
    if before:
        return ui.page(EARLIER, EARLIER, **shown)
    return ui.unchanged(shown["version"]) or ui.page(THREAD, MESSAGES, **shown)


@bp.post("/inbox/<int:thread_id>")
def send(thread_id: int) -> Response:
    thread, text = inbox.written_to(thread_id), request.form.get("text", "")
    before = standing.of(thread)
    try:
        seen = request.form.get("seen", type=big_id)
        reply.reply(thread, text, my_id(), request.form.get("key", ""), seen)
    except Fault as fault:
        return inbox.not_sent(thread_id, text, fault)
    db.session.commit()
    if thread.agent_state == AgentState.PAUSED and before.state != AgentState.PAUSED and before.agent:
        ui.say(f"{before.agent.name} is paused here: you have the word.")
    return inbox.written(thread)


@bp.post("/inbox/<int:thread_id>/read")
def read(thread_id: int) -> Response:
    reply.mark_read(reply.get(thread_id))
    db.session.commit()
    return Response(status=204) if ui.wants_partial() else ui.redirect(inbox.url(thread_id))


@bp.post("/inbox/<int:thread_id>/name")
def rename(thread_id: int) -> Response:
    thread, typed = reply.get(thread_id), request.form.get("name", "")
    try:
        details.rename(thread.contact, typed, my_id())
    except Fault as fault:
        db.session.rollback()
        context = inbox.whole(reply.get(thread_id)) | {"name_typed": typed, "name_fault": fault.sentence}
        return ui.page(THREAD, status=422, **context)
    db.session.commit()
    ui.say("The name is saved.")
    return ui.redirect(inbox.url(thread_id))
