"""Sending later: the composer's choice of a time, and the texts of a conversation that wait for theirs."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from webapp.db import db
from webapp.errors import Conflict, Fault
from webapp.models.scheduled_text import ScheduledText
from webapp.models.thread import Thread
from webapp.services.inbox import reply
from webapp.services.inbox.scheduled import scheduled, scheduled_sending, scheduled_times
from webapp.services.inbox.scheduled.scheduled import LaterText
from webapp.services.inbox.scheduled.scheduled_times import OWN, Chosen
from webapp.views import times, ui
from webapp.views.ids import big_id
from webapp.views.inbox import blueprint as inbox
from webapp.views.inbox.blueprint import COMPOSER, THREAD, bp
from webapp.views.me import me, my_id

PAGE, FORM = "inbox/later.html", "inbox/_later_form.html"


@bp.post("/inbox/<int:thread_id>/later/when")
def choose_time(thread_id: int) -> Response:
    """The composer, with what was typed in it, asks when."""
    return _composer(reply.get(thread_id), {})


@bp.post("/inbox/<int:thread_id>/later")
def send_later(thread_id: int) -> Response:
    thread, form = inbox.written_to(thread_id), request.form
    try:
        wanted = LaterText(form.get("text", ""), _moment(thread), "cancel_on_reply" in form)
        row = scheduled.put(thread, wanted, my_id(), form.get("key", ""), form.get("seen", type=big_id))
    except Fault as fault:
        db.session.rollback()
        return _composer(reply.get(thread_id), ui.in_fields(fault))
    db.session.commit()
    ui.say(f"It is to be sent on {_said(thread, row)}.")
    return inbox.written(thread)


@bp.get("/inbox/<int:thread_id>/later/<int:text_id>")
def show_later(thread_id: int, text_id: int) -> Response:
    thread, row = reply.get(thread_id), scheduled.get(thread_id, text_id)
    typed = {"text": row.text, "cancel_on_reply": row.cancel_on_reply}
    typed |= {"at": scheduled_times.field(row.send_at, _clock(thread))}
    return ui.page(PAGE, faults={}, **_form(thread, row, typed))


@bp.post("/inbox/<int:thread_id>/later/<int:text_id>")
def change_later(thread_id: int, text_id: int) -> Response:
    thread, form = reply.get(thread_id), request.form
    try:
        wanted = LaterText(form.get("text", ""), _moment(thread, OWN), "cancel_on_reply" in form)
        row = scheduled.change(thread_id, text_id, wanted, me(), _revision())
    except Fault as fault:
        return _not_changed(thread_id, text_id, fault)
    db.session.commit()
    ui.say(f"Changed. It is to be sent on {_said(thread, row)}.")
    return ui.redirect(inbox.url(thread_id))


@bp.post("/inbox/<int:thread_id>/later/<int:text_id>/now")
def send_now(thread_id: int, text_id: int) -> Response:
    try:
        scheduled_sending.send_now(thread_id, text_id, me(), _revision())
    except Conflict as conflict:
        return _refused(thread_id, conflict)
    return _done(thread_id, "It is being sent.")


@bp.post("/inbox/<int:thread_id>/later/<int:text_id>/cancel")
def cancel_later(thread_id: int, text_id: int) -> Response:
    try:
        scheduled.cancel(thread_id, text_id, me(), _revision())
    except Conflict as conflict:
        return _refused(thread_id, conflict)
    return _done(thread_id, "It is canceled, and will not be sent.")


def _revision() -> int:
    """Of the text that they have before them."""
    return request.form.get("revision", -1, type=big_id)


def _clock(thread: Thread) -> scheduled_times.Clock:
    return scheduled_times.clock_for(thread, me())


def _moment(thread: Thread, when: str | None = None) -> Any:
    """When it is wanted (UTC). Raises Fault."""
    form = request.form
    chosen = Chosen(when or form.get("later_when", ""), form.get("later_at", ""), form.get("zone", ""))
    return scheduled_times.read(chosen, _clock(thread))


def _composer(thread: Thread, faults: dict[str, str]) -> Response:
    text, status = request.form.get("text", ""), 422 if faults else 200
    context = inbox.fresh_composer(thread, text) if ui.wants_partial() else inbox.whole(thread, typed=text)
    later = _later(thread)
    if "back" in request.form or context["obstacle"]:
        later = None  # what stands in the way is said instead, beside the text
    if not faults and ui.wants_partial():  # the messages beside it are not shown again
        context |= {"seen": request.form.get("seen", context["seen"], type=big_id)}
    context |= {"later": later, "faults": faults, "again": True}
    return ui.page(THREAD, COMPOSER, status=status, **context)


def _later(thread: Thread) -> dict[str, Any] | None:
    """What the composer asks; what was chosen stays chosen."""
    form, kept = request.form, _clock(thread)
    offered = scheduled_times.choices(thread, kept)
    options = [(scheduled_times.value(one.at), one.word, _both(one.at, kept)) for one in offered]
    first = options[0][0]
    return {
        "clock": kept,
        "options": [*options, (OWN, "At another time", "")],
        "when": form.get("later_when") or first,
        "at": form.get("later_at", ""),
        "cancel_on_reply": "cancel_on_reply" in form or "later_when" not in form,
    }


def _both(at: Any, kept: scheduled_times.Clock) -> str:
    """A moment on their clock, and on that of who reads, where it shows another time."""
    own = times.here(at)
    if not kept.theirs:
        return times.day_and_hour(own)
    theirs = times.in_zone(at, kept.zone)
    same = theirs.replace(tzinfo=None) == own.replace(tzinfo=None)
    return f"{times.day_and_hour(theirs)}{'' if same else f' their time, {times.clock_of(own)} for you'}"


def _said(thread: Thread, row: ScheduledText) -> str:
    return _both(row.send_at, _clock(thread))


def _form(thread: Thread, row: ScheduledText, typed: dict[str, Any]) -> dict[str, Any]:
    text = str(typed["text"])
    known = {"thread": thread, "row": row, "typed": typed, "clock": _clock(thread)}
    return {
        **known,
        "back": inbox.url(thread.id),
        "filters": inbox.arguments(inbox.criteria()),
        **inbox.size(text),
    }


def _not_changed(thread_id: int, text_id: int, fault: Fault) -> Response:
    """The form again, with what was typed; what someone else has saved meanwhile stands beside it."""
    db.session.rollback()
    if isinstance(fault, Conflict):
        return _refused(thread_id, fault)
    thread, row, form = reply.get(thread_id), scheduled.get(thread_id, text_id), request.form
    typed: dict[str, Any] = {"text": form.get("text", ""), "at": form.get("later_at", "")}
    typed["cancel_on_reply"] = "cancel_on_reply" in form
    return ui.faulty(PAGE, FORM, fault, **_form(thread, row, typed))


def _refused(thread_id: int, conflict: Fault) -> Response:
    db.session.rollback()
    ui.say(conflict.sentence, "bad")
    return ui.redirect(inbox.url(thread_id))


def _done(thread_id: int, sentence: str) -> Response:
    db.session.commit()
    ui.say(sentence)
    return ui.redirect(inbox.url(thread_id))
