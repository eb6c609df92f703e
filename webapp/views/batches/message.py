"""Step 2: the message, with a live preview of what a real row gets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.models.batch import Batch, RepliesBy
from webapp.models.channel import Channel
from webapp.models.content import SmsContent
from webapp.rules import foreign_placeholders, segments
from webapp.services.batches import drafts, estimate, preview
from webapp.services.batches.replies import reply_handling
from webapp.views import shown, ui
from webapp.views.batches.blueprint import bp, content_url, number_in, steps, wizard
from webapp.views.me import me, my_id

PAGE = ("batches/message/message.html", "batches/message/_message_form.html")
NOTHING: Mapping[str, str] = MappingProxyType({})


@bp.get("/batches/<int:batch_id>/message")
@wizard()
def message(batch: Batch) -> Response:
    if batch.channel != Channel.SMS:
        return ui.redirect(content_url(batch))
    return ui.page(*PAGE, faults={}, **_context(batch, _saved(batch)))


@bp.post("/batches/<int:batch_id>/message")
@wizard()
def write(batch: Batch) -> Response:
    typed, both = shown.together(_typed(), _kept(batch))
    try:
        both.settle()
        drafts.rename(batch, typed["name"])
        reply_handling.choose(batch, typed["replies"], typed["context"], me())
        drafts.write(batch, typed["message"], typed["max_segments"], my_id())
    except Fault as fault:
        return ui.faulty(*PAGE, fault, **_context(batch, typed, both.by_field))
    db.session.commit()
    return ui.redirect(url_for("batches.check", batch_id=batch.id))


@bp.post("/batches/<int:batch_id>/message/preview")
@wizard()
def show_preview(batch: Batch) -> Response:
    """What a row would get; nothing is saved. Without JavaScript, the page with what was typed."""
    return ui.page(PAGE[0], "batches/message/_preview.html", faults={}, **_context(batch, _typed()))


@bp.post("/batches/<int:batch_id>/message/plainer")
@wizard()
def plainer(batch: Batch) -> Response:
    """The form again, with plain characters in what was typed; nothing is saved."""
    typed = _typed()
    typed["message"] = segments.plainer(typed["message"])
    return ui.page(*PAGE, faults={}, **_context(batch, typed))


@bp.post("/batches/<int:batch_id>/message/placeholders")
@wizard()
def our_placeholders(batch: Batch) -> Response:
    """The form again, with our placeholders in the place of other tools'; nothing is saved."""
    typed = _typed()
    typed["message"] = foreign_placeholders.replaced(typed["message"], batch.columns)
    return ui.page(*PAGE, faults={}, **_context(batch, typed))


def _typed() -> dict[str, Any]:
    return {
        "name": request.form.get("name", ""),
        "message": preview.tidy(request.form.get("message", "")),
        "max_segments": number_in("max_segments") or 1,
        "row": number_in("go") or number_in("row") or 0,
        "replies": request.form.get("replies", RepliesBy.NUMBER),
        "context": request.form.get("context", ""),
    }


def _saved(batch: Batch) -> dict[str, Any]:
    return _kept(batch) | {"row": number_in("row", request.args) or 0}


def _kept(batch: Batch) -> dict[str, Any]:
    """What colleagues may change, too."""
    said = batch.content
    message = {"name": batch.name, "message": said.message, "max_segments": said.max_segments}
    return message | {"replies": reply_handling.chosen(batch), "context": batch.context}


def _context(batch: Batch, typed: dict[str, Any], told: Mapping[str, str] = NOTHING) -> dict[str, Any]:
    """`told`: what is said of fields that a colleague has changed, by name."""
    text = typed["message"]
    content = SmsContent(text, typed["max_segments"])
    look = preview.look(batch, content, typed["row"])
    price = estimate.price(batch.channel)
    return {
        "batch": batch,
        "typed": typed,
        "shown": shown.again(_kept(batch), told),
        "steps": steps(batch, "message"),
        "look": look,
        "measure": segments.measure(look.text),
        "survey": preview.survey(batch, content),
        "wrong": preview.faults(batch, text),
        "foreign": foreign_placeholders.find(text, batch.columns),
        "replaceable": segments.replaceable(text),
        "price": price,
        "handlers": reply_handling.choices(batch),
        "lengths": [(count, _length(count, price)) for count in range(1, drafts.MOST_SEGMENTS + 1)],
    }


def _length(count: int, price: Any) -> str:
    words = "1 segment" if count == 1 else f"up to {count} segments"
    return f"{words}, {price * count:f} a message at most" if price is not None else words
