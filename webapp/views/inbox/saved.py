"""Saved replies: the list from which the composer takes them, and the page that keeps them."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from webapp.channels.call_about import LANGUAGES
from webapp.db import db
from webapp.errors import Fault
from webapp.models.saved_reply import SavedReply
from webapp.services.inbox import reply, saved_replies
from webapp.services.inbox.saved_replies import Typed
from webapp.services.team import people
from webapp.views import shown, ui
from webapp.views.inbox import blueprint as inbox
from webapp.views.inbox.blueprint import THREAD, bp
from webapp.views.me import me

CHOOSE, LIST = "saved_replies/choose.html", "saved_replies/_list.html"
PAGE, FORM = "saved_replies/edit.html", "saved_replies/_form.html"


@bp.get("/inbox/<int:thread_id>/saved-replies")
def choose_reply(thread_id: int) -> Response:
    """With the values of this contact: the composer's list; without a script, a page."""
    thread, search = reply.get(thread_id), request.args.get("q", "")[:100]
    rows = saved_replies.listed("" if ui.wants_partial() else search)
    found = saved_replies.filled(rows, thread, me())
    context: dict[str, Any] = {"thread": thread, "replies": found, "q": search, "languages": LANGUAGES}
    filters = inbox.arguments(inbox.criteria()) | {"q": None}  # here it looks for replies
    return ui.page(CHOOSE, LIST, filters=filters, **context)


@bp.get("/inbox/<int:thread_id>/saved-replies/<int:reply_id>")
def use_reply(thread_id: int, reply_id: int) -> Response:
    """The conversation, with the reply in its composer: what the list does where there is no script."""
    thread, row = reply.get(thread_id), saved_replies.get(reply_id)
    [filled] = saved_replies.filled([row], thread, me())
    return ui.page(THREAD, **inbox.whole(thread, typed=filled.text))


@bp.get("/saved-replies")
def saved() -> Response:
    search = request.args.get("q", "")[:100]
    rows = saved_replies.listed(search)
    names = people.names(row.user_id for row in rows)
    shown: dict[str, Any] = {"replies": rows, "names": names, "q": search, "languages": LANGUAGES}
    return ui.page("saved_replies/index.html", **shown)


@bp.get("/saved-replies/new")
def new_saved() -> Response:
    """With the text that someone has in the composer, if that is what they want to keep."""
    return ui.page(PAGE, FORM, faults={}, **_form(None, Typed("", request.args.get("text", "")[:2000], "")))


@bp.post("/saved-replies/new")
def add_saved() -> Response:
    typed = _typed()
    try:
        row = saved_replies.add(typed, me())
    except Fault as fault:
        return ui.faulty(PAGE, FORM, fault, **_form(None, typed))
    return _saved(row)


@bp.get("/saved-replies/<int:reply_id>")
def edit_saved(reply_id: int) -> Response:
    row = saved_replies.get(reply_id)
    return ui.page(PAGE, FORM, faults={}, **_form(row, Typed(**_kept(row))))


@bp.post("/saved-replies/<int:reply_id>")
def change_saved(reply_id: int) -> Response:
    row = saved_replies.get(reply_id)
    meant, both = shown.together(vars(_typed()), _kept(row))
    typed = Typed(**meant)
    try:
        both.settle()
        saved_replies.change(row, typed, me())
    except Fault as fault:
        db.session.rollback()
        return ui.faulty(PAGE, FORM, fault, **_form(saved_replies.get(reply_id), typed))
    return _saved(row)


@bp.post("/saved-replies/<int:reply_id>/remove")
def remove_saved(reply_id: int) -> Response:
    row = saved_replies.get(reply_id)
    name = row.name
    saved_replies.remove(row, me())
    return _done(f"“{name}” is removed.")


def _typed() -> Typed:
    name, text, language = (request.form.get(key, "") for key in ("name", "text", "language"))
    return Typed(name, text, language)


def _kept(row: SavedReply) -> dict[str, str]:
    return {"name": row.name, "text": row.text, "language": row.language}


def _form(row: SavedReply | None, typed: Typed) -> dict[str, Any]:
    options = [("", "Any language"), *LANGUAGES.items()]
    known = {"reply": row, "typed": typed, "languages": options, "offered": saved_replies.OFFERED}
    present = shown.of(_kept(row)) if row else ""
    return {**known, "shown": present, **inbox.size(typed.text)}


def _saved(row: SavedReply) -> Response:
    unknown = saved_replies.unknown(row)
    return _done(" ".join([f"“{row.name}” is saved.", *unknown]), "warn" if unknown else "good")


def _done(sentence: str, kind: str = "good") -> Response:
    db.session.commit()
    ui.say(sentence, kind)
    return ui.redirect(url_for("inbox.saved"))
