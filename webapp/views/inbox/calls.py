"""Calls: having someone called by an agent, and what one can do about a call in its conversation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.call import Call, OnVoicemail
from webapp.models.channel import Channel
from webapp.models.number import Number
from webapp.rules.phones import phone
from webapp.services import events
from webapp.services.agents import able
from webapp.services.agents.editing.who import LANGUAGES
from webapp.services.calls import hanging_up, stepping_in
from webapp.services.gate.gate import Verdict
from webapp.services.inbox import calling, in_person, reply
from webapp.services.inbox.calling import CallForm
from webapp.services.inbox.listing.inbox_filter import View
from webapp.services.inbox.timeline import timeline
from webapp.services.numbers import numbers
from webapp.views import call_text, ui
from webapp.views.downloads import attached
from webapp.views.ids import row_id
from webapp.views.inbox import blueprint as inbox
from webapp.views.inbox.blueprint import bp
from webapp.views.me import me, my_id

CALL, CALL_FORM = "inbox/call.html", "inbox/_call_form.html"
VOICEMAIL = (
    (OnVoicemail.HANG_UP, "Hang up"),
    (OnVoicemail.MESSAGE, "Leave a message"),
)


@bp.get("/inbox/call")
def call() -> Response:
    to, senders = request.args.get("phone", "")[:40], numbers.able(Channel.CALL)
    number_id = senders[0].id if len(senders) == 1 else request.args.get("number", type=row_id)
    return ui.page(CALL, faults={}, **_form(calling.prefilled(to, number_id, my_id(), reply.new_key())))


@bp.post("/inbox/call")
def place_call() -> Response:
    typed = _typed()
    try:
        placed, _ = calling.start(typed, my_id())
    except Fault as fault:
        return ui.faulty(CALL, CALL_FORM, fault, **_form(typed))
    db.session.commit()
    return ui.redirect(_url(placed.thread_id, placed.id, View.ALL))


@bp.post("/inbox/<int:thread_id>/calls/in-person")
def call_in_person(thread_id: int) -> Response:
    placed = in_person.start(reply.get(thread_id), me())
    return _done(thread_id, placed.id)


@bp.post("/inbox/<int:thread_id>/calls/<int:call_id>/cancel")
def cancel_call(thread_id: int, call_id: int) -> Response:
    return _stepped_in(thread_id, call_id, lambda found: stepping_in.cancel(found, my_id()))


@bp.post("/inbox/<int:thread_id>/calls/<int:call_id>/take-over")
def take_over_call(thread_id: int, call_id: int) -> Response:
    return _stepped_in(thread_id, call_id, lambda found: stepping_in.take_over(found, me()))


@bp.post("/inbox/<int:thread_id>/calls/<int:call_id>/hang-up")
def hang_up(thread_id: int, call_id: int) -> Response:
    return _stepped_in(thread_id, call_id, lambda found: hanging_up.hang_up(found, my_id()))


@bp.post("/inbox/<int:thread_id>/calls/<int:call_id>/transcript.txt")
def transcript(thread_id: int, call_id: int) -> Response:
    thread, found = reply.get(thread_id), _of(thread_id, call_id)
    body = call_text.written(timeline.of_call(thread, found), thread)
    events.note("call.transcript", user_id=my_id(), thread_id=thread_id)
    db.session.commit()
    return Response(body, mimetype="text/plain", headers=attached(f"call-{call_id}.txt"))


def _of(thread_id: int, call_id: int) -> Call:
    """A call of this conversation. Raises NotFound."""
    found = db.session.get(Call, call_id)
    if found is None or found.thread_id != thread_id:
        raise NotFound("This call does not exist.")
    return found


def _stepped_in(thread_id: int, call_id: int, act: Callable[[int], None]) -> Response:
    """Calls move quickly: what came too late is said in the conversation, where the call stands as it is."""
    found = _of(thread_id, call_id).id
    try:
        act(found)
    except Conflict as late:
        db.session.rollback()
        ui.say(late.sentence, "info", passing=True)
    return _done(thread_id, call_id)


def _done(thread_id: int, call_id: int) -> Response:
    """No notice: the call itself says how far it is, and goes on saying so."""
    db.session.commit()
    return ui.redirect(_url(thread_id, call_id))


def _url(thread_id: int, call_id: int, view: View | None = None) -> str:
    shown = {"view": view} if view else inbox.arguments(inbox.criteria())
    return url_for("inbox.show", thread_id=thread_id, _anchor=f"call-{call_id}", **shown)


def _typed() -> CallForm:
    words = ("phone", "first_message", "context", "language", "on_voicemail", "voicemail_message", "key")
    texts = {name: request.form.get(name, "") for name in words}
    ids = {f"{name}_id": request.form.get(name, type=row_id) for name in ("number", "agent")}
    return CallForm(**texts, **ids)  # type: ignore[arg-type]


def _form(typed: CallForm) -> dict[str, Any]:
    number = db.session.get(Number, typed.number_id or 0)
    return {
        "typed": typed,
        "number_id": number.id if number else None,
        "senders": numbers.able(Channel.CALL),
        "agents": able.every(),
        "languages": list(LANGUAGES.items()),
        "voicemail": VOICEMAIL,
        "verdict": _verdict(typed.phone, number),
    }


def _verdict(typed: str, number: Number | None) -> Verdict | None:
    """What stands in the way, as far as that is known of what was typed."""
    try:
        to = phone.parse(typed, number.country if number else None) if typed.strip() else ""
    except phone.PhoneFault:
        return None
    found = calling.verdict(to, number) if to else None
    return found if found and not found.allowed else None
