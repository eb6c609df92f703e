"""Callbacks of a conversation, and the part of its page on which they stand."""

from __future__ import annotations

from flask import Response, request

from webapp.db import db
from webapp.errors import Fault
from webapp.services.inbox import reply
from webapp.services.threads import callbacks
from webapp.views import ui
from webapp.views.inbox import blueprint as inbox
from webapp.views.inbox.blueprint import THREAD, bp
from webapp.views.me import me

DESK = "inbox/_desk.html"


@bp.get("/inbox/<int:thread_id>/desk")
def desk(thread_id: int) -> Response:
    """What is to be done, again: something about it has changed while someone looked on."""
    if not ui.wants_partial():
        return ui.redirect(inbox.url(thread_id))
    return ui.page(THREAD, DESK, **inbox.facts(reply.get(thread_id)))


@bp.post("/inbox/<int:thread_id>/callbacks")
def call_back(thread_id: int) -> Response:
    thread, typed = reply.get(thread_id), {name: request.form.get(name, "") for name in ("at", "about")}
    try:
        callbacks.add_by_hand(thread, typed["at"], typed["about"], me())
    except Fault as fault:
        return _refused(thread_id, fault, callback_typed=typed)
    db.session.commit()
    ui.say("It is noted that someone calls back.")
    return ui.redirect(inbox.url(thread_id))


@bp.post("/inbox/<int:thread_id>/callbacks/<int:callback_id>/done")
def called_back(thread_id: int, callback_id: int) -> Response:
    callbacks.finish(callback_id, me().id, thread_id)
    return _done(thread_id, "The callback is done.")


@bp.post("/inbox/<int:thread_id>/callbacks/<int:callback_id>/cancel")
def cancel_callback(thread_id: int, callback_id: int) -> Response:
    callbacks.cancel(callback_id, me().id, thread_id)
    return _done(thread_id, "The callback is canceled.")


@bp.post("/inbox/<int:thread_id>/callbacks/<int:callback_id>/move")
def move_callback(thread_id: int, callback_id: int) -> Response:
    try:
        callbacks.move(callback_id, request.form.get("at", ""), me(), thread_id)
    except Fault as fault:
        return _refused(thread_id, fault)
    return _done(thread_id, "The callback is moved.")


def _refused(thread_id: int, fault: Fault, **typed: object) -> Response:
    """The page again, with what was typed."""
    db.session.rollback()
    thread = reply.get(thread_id)
    again = inbox.facts(thread, callback_faults=ui.in_fields(fault), **typed)
    return ui.page(THREAD, status=422, **inbox.whole(thread) | again)


def _done(thread_id: int, sentence: str) -> Response:
    db.session.commit()
    ui.say(sentence)
    return ui.redirect(inbox.url(thread_id))
