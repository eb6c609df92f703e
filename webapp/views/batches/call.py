"""Step 2 of a batch of calls: what is said first, and how its calls are placed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.batch import Batch, RepliesBy
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.services.batches import call_content, drafts, preview, reply_handling
from webapp.views import ui
from webapp.views.batches.blueprint import bp, number_in, steps, wizard
from webapp.views.me import me

PAGE = ("batches/call.html", "batches/_call_form.html")
NUMBERS = ("ring_seconds", "longest_seconds", "retries", "retry_minutes")


@bp.get("/batches/<int:batch_id>/call")
@wizard()
def call(batch: Batch) -> Response:
    return ui.page(*PAGE, faults={}, **_context(batch, _saved(batch)))


@bp.post("/batches/<int:batch_id>/call")
@wizard()
def write_call(batch: Batch) -> Response:
    _must_call(batch)
    typed = _typed()
    try:
        drafts.rename(batch, typed["name"])
        reply_handling.choose(batch, typed["replies"], typed["context"], me())
        call_content.write(batch, _content(batch, typed))
    except Fault as fault:
        return ui.faulty(*PAGE, fault, **_context(batch, typed))
    db.session.commit()
    return ui.redirect(url_for("batches.check", batch_id=batch.id))


def _must_call(batch: Batch) -> None:
    if batch.channel != Channel.CALL:
        raise NotFound("This batch sends messages.")


def _typed() -> dict[str, Any]:
    form = request.form
    chosen = {name: form.get(name, "") for name in ("name", "language", "context")}
    message = preview.tidy(form.get("message", ""))
    numbers = {name: number_in(name) for name in NUMBERS}
    other_time = "retry_other_time" in form
    replies = form.get("replies", RepliesBy.NUMBER)
    return {"message": message, **chosen, **numbers, "retry_other_time": other_time, "replies": replies}


def _content(batch: Batch, typed: dict[str, Any]) -> CallContent:
    """What is not in the form stays as it is; a number that is none is refused as one out of bounds."""
    words: dict[str, Any] = {name: typed[name] for name in ("message", "language")}
    numbers: dict[str, Any] = {name: -1 if typed[name] is None else typed[name] for name in NUMBERS}
    present: CallContent = batch.content
    return replace(present, **words, **numbers, retry_other_time=typed["retry_other_time"])


def _saved(batch: Batch) -> dict[str, Any]:
    _must_call(batch)
    replies = {"replies": reply_handling.chosen(batch), "context": batch.context}
    return {**vars(batch.content), "name": batch.name, **replies}


def _context(batch: Batch, typed: dict[str, Any]) -> dict[str, Any]:
    return {
        "batch": batch,
        "typed": typed,
        "steps": steps(batch, "call"),
        "handlers": reply_handling.choices(batch),
        "languages": list(call_content.LANGUAGES.items()),
    }
