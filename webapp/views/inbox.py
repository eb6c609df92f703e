"""The inbox: conversations, what was said in them, and answering."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, request, url_for
from flask_login import current_user

from webapp.db import db
from webapp.errors import Fault
from webapp.models.channel import Channel
from webapp.models.hold import Hold
from webapp.models.thread import Thread
from webapp.rules import segments
from webapp.rules.typed_text import several_lines
from webapp.services.contacts import details
from webapp.services.gate.gate import Verdict
from webapp.services.inbox import listing, reply, withdraw
from webapp.services.inbox import timeline as timelines
from webapp.services.inbox.wishes import InboxFilter, View
from webapp.services.numbers import numbers
from webapp.services.opt_outs import holds
from webapp.views import timeline, ui
from webapp.views.ids import big_id, row_id
from webapp.views.me import me

bp = Blueprint("inbox", __name__)

LIST, LIST_PART = "inbox/index.html", "inbox/_list.html"
THREAD, MESSAGES, EARLIER = "inbox/thread.html", "inbox/_messages.html", "inbox/_earlier.html"
COMPOSER = "inbox/_composer.html"
NEW, NEW_FORM = "inbox/new.html", "inbox/_new.html"


def init_app(app: Flask) -> None:
    """The navigation shows on every page how many conversations need a reply."""
    app.extensions["nav_counts"] = lambda: {"inbox": (counted(_need_reply()), "need a reply")}
    app.jinja_env.filters["counted"] = counted
    app.jinja_env.globals.update(hour=timeline.hour, brief=timeline.brief)


@bp.get("/inbox")
def index() -> Response:
    page, opened = _conversations(_wish()), request.args.get("open", type=row_id)
    return ui.fresh(page.version, LIST, LIST_PART, page=page, **_filters(opened))


@bp.get("/inbox/<int:thread_id>")
def show(thread_id: int) -> Response:
    thread, before = reply.get(thread_id), request.args.get("before", type=big_id)
    if not ui.wants_partial():
        return ui.page(THREAD, **_page(thread, before))
    if before:
        return ui.page(EARLIER, EARLIER, **_window(thread, before))
    shown = _window(thread)
    return ui.fresh(shown["window"].version, THREAD, MESSAGES, **shown)


@bp.post("/inbox/<int:thread_id>")
def send(thread_id: int) -> Response:
    thread, text = reply.get(thread_id), request.form.get("text", "")
    try:
        seen = request.form.get("seen", type=big_id)
        reply.reply(thread, text, current_user.id, request.form.get("key", ""), seen)
    except Fault as fault:
        return _not_sent(thread_id, text, fault)
    db.session.commit()
    if not ui.wants_partial():
        return ui.redirect(_url(thread_id))
    response = ui.page(THREAD, COMPOSER, **_fresh_composer(reply.get(thread_id)), again=True)
    response.headers["HX-Trigger"] = "outbound:sent"
    return response


@bp.get("/inbox/<int:thread_id>/composer")
def composer(thread_id: int) -> Response:
    """The composer again: what stood in the way has changed while someone looked on."""
    if not ui.wants_partial():
        return ui.redirect(_url(thread_id))
    return ui.page(THREAD, COMPOSER, **_fresh_composer(reply.get(thread_id)))


@bp.post("/inbox/messages/<int:message_id>/withdraw")
def take_back(message_id: int) -> Response:
    thread_id = withdraw.withdraw(message_id, me())
    db.session.commit()
    ui.say("It is taken back, and will not be sent.")
    return ui.redirect(_url(thread_id))


@bp.post("/inbox/<int:thread_id>/read")
def read(thread_id: int) -> Response:
    reply.mark_read(reply.get(thread_id))
    db.session.commit()
    return Response(status=204) if ui.wants_partial() else ui.redirect(_url(thread_id))


@bp.post("/inbox/<int:thread_id>/answered")
def answered(thread_id: int) -> Response:
    reply.mark_answered(reply.get(thread_id))
    db.session.commit()
    ui.say("No one waits for a reply here.")
    return ui.redirect(_url(thread_id))


@bp.post("/inbox/<int:thread_id>/name")
def rename(thread_id: int) -> Response:
    thread, typed = reply.get(thread_id), request.form.get("name", "")
    try:
        details.rename(thread.contact, typed)
    except Fault as fault:
        db.session.rollback()
        context = _page(reply.get(thread_id)) | {"name_typed": typed, "name_fault": fault.sentence}
        return ui.page(THREAD, status=422, **context)
    db.session.commit()
    ui.say("The name is saved.")
    return ui.redirect(_url(thread_id))


@bp.post("/inbox/measure")
def measure() -> Response:
    """What a text costs, while it is being written."""
    text = request.form.get("text", "")
    return ui.page("inbox/_size.html", **_size(text))


@bp.get("/inbox/new")
def new() -> Response:
    typed = {"phone": request.args.get("phone", "")[:40], "number": "", "text": "", "key": reply.new_key()}
    return ui.page(NEW, faults={}, **_new(typed))


@bp.post("/inbox/new")
def start() -> Response:
    typed = {name: request.form.get(name, "") for name in ("phone", "number", "text", "key")}
    number_id = request.form.get("number", type=row_id)
    wish = reply.FirstMessage(typed["phone"], number_id, typed["text"], typed["key"])
    try:
        thread = reply.start(wish, current_user.id)
    except Fault as fault:
        return ui.faulty(NEW, NEW_FORM, fault, **_new(typed | {"key": reply.new_key()}))
    db.session.commit()
    return ui.redirect(url_for("inbox.show", thread_id=thread.id, view=View.ALL))


def _wish() -> InboxFilter:
    view = request.args.get("view", "")
    return InboxFilter(
        view=View(view) if view in set(View) else View.NEEDS,
        number_id=request.args.get("number", type=row_id),
        search=request.args.get("q", "")[:100],
        before=request.args.get("before", ""),
    )


def _filters(open_id: int | None = None) -> dict[str, Any]:
    """What the list is narrowed to; `filters` are the arguments that lead to the same list again.

    `paged`: the key of a later page. A thread's page has only the first: its `before` is a message's.
    """
    wish = _wish()
    paged = wish.before if open_id is None else ""
    return {
        "wish": wish,
        "filters": _arguments(wish),
        "paged": paged,
        "open_id": open_id,
        "numbers": numbers.every(),
    }


def _conversations(wish: InboxFilter) -> listing.Page:
    """The list; its count of those that need a reply is for the navigation, too."""
    page = listing.page(wish)
    g.need_reply = page.need_reply
    return page


def _need_reply() -> int:
    known: int | None = g.get("need_reply")
    return listing.need_reply() if known is None else known


def counted(waiting: int) -> str:
    """How many need a reply, in as few characters as fit a badge; nothing for none."""
    if waiting > listing.COUNTED:
        return f"{listing.COUNTED}+"
    return str(waiting or "")


def _arguments(wish: InboxFilter) -> dict[str, Any]:
    view = None if wish.view == View.NEEDS else str(wish.view)
    return {"view": view, "number": wish.number_id, "q": wish.search or None}


def _page(thread: Thread, before: int | None = None, typed: str = "") -> dict[str, Any]:
    """The thread with the list beside it. Paging the list and paging the messages do not mix."""
    wish = _wish()
    beside = _conversations(InboxFilter(wish.view, wish.number_id, wish.search))
    present = reply.verdict(thread)
    shown = _window(thread, before, present)
    seen = reply.latest(thread) if before else shown["window"].last
    return {
        **_filters(thread.id),
        **shown,
        **_composer(thread, typed, present, shown["window"].hold, seen),
        "page": beside,
        "version": shown["window"].version,
        "list_version": beside.version,
    }


def _window(thread: Thread, before: int | None = None, present: Verdict | None = None) -> dict[str, Any]:
    if before:
        window = timelines.older(thread, before)
    else:
        present = present or reply.verdict(thread)
        window = timelines.latest(thread, present.obstacle, request.args.get("from", type=big_id))
    news = window.new_since(request.args.get("seen", window.last, type=big_id))
    return {
        "thread": thread,
        "window": window,
        "days": timeline.days(window),
        "news": news,
        "live": not before,
        "pages": current_app.view_functions,
        "filters": _arguments(_wish()),
    }


def _fresh_composer(thread: Thread, typed: str = "") -> dict[str, Any]:
    phone = thread.contact.phone
    return _composer(thread, typed, reply.verdict(thread), holds.of(phone), reply.latest(thread))


def _composer(thread: Thread, typed: str, present: Verdict, hold: Hold | None, seen: int) -> dict[str, Any]:
    """`seen`: the id of the message up to which the writer is taken to have read."""
    return {
        "thread": thread,
        "obstacle": present.obstacle,
        "waits": present if present.until else None,
        "hold": hold,
        "typed": typed,
        "key": reply.new_key(),
        "seen": seen,
        "faults": {},
        "filters": _arguments(_wish()),
        **_size(typed),
    }


def _size(text: str) -> dict[str, Any]:
    text = several_lines(text)
    return {
        "size": segments.measure(text),
        "most": reply.LONGEST_SEGMENTS,
        "plainer": segments.plainer(text),
        "text": text,
    }


def _new(typed: dict[str, str]) -> dict[str, Any]:
    return {"typed": typed, "senders": numbers.able(Channel.SMS), **_size(typed["text"])}


def _not_sent(thread_id: int, text: str, fault: Fault) -> Response:
    """The composer again, with the text still in it."""
    db.session.rollback()
    thread = reply.get(thread_id)
    context = _fresh_composer(thread, text) if ui.wants_partial() else _page(thread, typed=text)
    context |= {"faults": ui.in_fields(fault), "again": True}
    return ui.page(THREAD, COMPOSER, status=422, **context)


def _url(thread_id: int) -> str:
    return url_for("inbox.show", thread_id=thread_id, **_arguments(_wish()))
