"""Writing to someone first."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.models.channel import Channel
from webapp.services.inbox import reply
from webapp.services.inbox.listing.inbox_filter import View
from webapp.services.numbers import numbers
from webapp.views import ui
from webapp.views.ids import row_id
from webapp.views.inbox import blueprint as inbox
from webapp.views.inbox.blueprint import bp
from webapp.views.me import my_id

NEW, NEW_FORM = "inbox/new.html", "inbox/_new.html"


@bp.get("/inbox/new")
def new() -> Response:
    typed = {"phone": request.args.get("phone", "")[:40], "number": "", "text": "", "key": reply.new_key()}
    return ui.page(NEW, faults={}, **_new(typed))


@bp.post("/inbox/new")
def start() -> Response:
    typed = {name: request.form.get(name, "") for name in ("phone", "number", "text", "key")}
    number_id = request.form.get("number", type=row_id)
    form = reply.FirstMessage(typed["phone"], number_id, typed["text"], typed["key"])
    try:
        thread = reply.start(form, my_id())
    except Fault as fault:
        return ui.faulty(NEW, NEW_FORM, fault, **_new(typed | {"key": reply.new_key()}))
    db.session.commit()
    return ui.redirect(url_for("inbox.show", thread_id=thread.id, view=View.ALL))


def _new(typed: dict[str, str]) -> dict[str, Any]:
    return {"typed": typed, "senders": numbers.able(Channel.SMS), **inbox.size(typed["text"])}
