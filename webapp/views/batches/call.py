"""Step 2 of a batch of calls: what is said first, how calls are placed, and what a real row hears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for

from webapp.channels import call_about
from webapp.channels import registry as channels
from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.rules import foreign_placeholders, placeholders
from webapp.services.batches import drafts, preview
from webapp.services.batches.calls import call_content, call_warnings
from webapp.services.batches.replies import reply_handling
from webapp.views import shown, ui
from webapp.views.batches import call_form
from webapp.views.batches.blueprint import bp, content_url, number_in, steps, wizard
from webapp.views.batches.message import NOTHING
from webapp.views.me import me, my_id

PAGE = ("batches/calls/call.html", "batches/calls/_call_form.html")
PREVIEW = "batches/calls/_call_preview.html"


@bp.get("/batches/<int:batch_id>/call")
@wizard()
def call(batch: Batch) -> Response:
    if batch.channel != Channel.CALL:
        return ui.redirect(content_url(batch))
    return ui.page(*PAGE, faults={}, **_context(batch, call_form.saved(batch, _row(request.args))))


@bp.post("/batches/<int:batch_id>/call")
@wizard()
def write_call(batch: Batch) -> Response:
    _must_call(batch)
    typed, both = shown.together(call_form.typed(), call_form.kept(batch))
    try:
        both.settle()
        drafts.rename(batch, typed["name"])
        reply_handling.choose(batch, typed["replies"], typed["context"], me())
        call_content.write(batch, call_form.content(typed), my_id())
    except Fault as fault:
        return ui.faulty(*PAGE, fault, **_context(batch, typed, both.by_field))
    db.session.commit()
    return ui.redirect(url_for("batches.check", batch_id=batch.id))


@bp.post("/batches/<int:batch_id>/call/preview")
@wizard()
def show_call(batch: Batch) -> Response:
    """What a row would hear; nothing is saved. Without JavaScript, the page with what was typed."""
    _must_call(batch)
    return ui.page(PAGE[0], PREVIEW, faults={}, **_context(batch, call_form.typed()))


@bp.post("/batches/<int:batch_id>/call/placeholders")
@wizard()
def our_call_placeholders(batch: Batch) -> Response:
    """The form again, with our placeholders in the place of other tools'; nothing is saved."""
    _must_call(batch)
    typed = call_form.typed()
    typed["message"] = foreign_placeholders.replaced(typed["message"], batch.columns)
    return ui.page(*PAGE, faults={}, **_context(batch, typed))


def _must_call(batch: Batch) -> None:
    if batch.channel != Channel.CALL:
        raise NotFound("This batch sends messages.")


def _row(source: Any) -> int:
    return number_in("row", source) or 0


def _context(batch: Batch, typed: dict[str, Any], told: Mapping[str, str] = NOTHING) -> dict[str, Any]:
    """`told`: what is said of fields that a colleague has changed, by name."""
    service = call_content.of_number(batch)
    return {
        "batch": batch,
        "typed": typed,
        "shown": shown.again(call_form.kept(batch), told),
        "steps": steps(batch, "call"),
        "handlers": reply_handling.choices(batch),
        "languages": list(call_about.LANGUAGES.items()),
        "voicemails": [(key, *words) for key, words in call_about.VOICEMAIL.items()],
        "screenings": list(call_about.SCREENING.items()),
        "menus": list(call_about.MENU.items()),
        "outcomes": call_form.OUTCOMES,
        "waits": call_form.WAITS,
        "most_at_once": service.at_once if service else None,
        "most_pace": service.pace if service else None,
        "set_in": _set_in(call_form.content(typed)),
        **_heard(batch, typed),
    }


def _heard(batch: Batch, typed: dict[str, Any]) -> dict[str, Any]:
    """What one row hears, and what is odd about it."""
    content = call_form.content(typed)
    look = preview.look(batch, content, typed["row"])
    kind = channels.of(Channel.CALL)
    written = content.message.strip()
    return {
        "look": look,
        "content": content,
        "voicemail_size": kind.size(look.voicemail),
        "told": placeholders.fill(typed["context"], batch.columns, look.row.cells if look.row else ()),
        "survey": preview.survey(batch, content),
        "wrong": list(kind.bind(content, batch.columns).faults) if written else [],
        "warnings": call_warnings.of(batch, content, typed["context"]),
        "foreign": foreign_placeholders.find(content.message, batch.columns),
        "about": kind.about(content) if not _is_off(content) else [],
    }


def _set_in(content: Any) -> dict[str, str]:
    return {} if _is_off(content) else call_about.in_parts(content)


def _is_off(content: Any) -> bool:
    """A choice that is none: its form says so."""
    return content.voicemail not in call_about.VOICEMAIL or not (
        content.screening in call_about.SCREENING and content.menu in call_about.MENU
    )
