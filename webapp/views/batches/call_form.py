"""The form of a batch of calls: as it was typed, as it is saved, and the content that it becomes."""

from __future__ import annotations

from math import isnan
from typing import Any

from flask import request

from webapp.channels.call_about import RETRY_ON, waiting
from webapp.models import statuses
from webapp.models.batch import Batch, RepliesBy
from webapp.models.content import CallContent
from webapp.rules.typed_text import decimal_number, whole_number
from webapp.services.batches import preview
from webapp.services.batches.replies import reply_handling
from webapp.views.batches.blueprint import number_in

TEXTS = ("name", "language", "voicemail", "screening", "menu")
SPOKEN = ("message", "voicemail_message")
NUMBERS = ("ring_seconds", "longest_seconds", "retries", "retry_minutes")
"""Whole numbers that must be there."""
LOWER = ("at_once", "pace")
"""Numbers that may stay empty."""
TICKED = ("record", "retry_other_time")
OUTCOMES = [(one, statuses.about(one).word, statuses.about(one).hint) for one in RETRY_ON]
WAITS = [(minutes, waiting(minutes)) for minutes in (5, 15, 30, 60, 120, 240, 480, 1440, 2880)]
"""Minutes between two calls that are offered; another that was saved is, too."""
NONE = -1
"""In the place of what is no number: it is refused as one out of bounds."""


def typed() -> dict[str, Any]:
    """What the form has sent; numbers as they were typed."""
    form = request.form
    given: dict[str, Any] = {name: form.get(name, "") for name in (*TEXTS, *NUMBERS, *LOWER)}
    given |= {name: preview.tidy(form.get(name, "")) for name in SPOKEN}
    given |= {name: name in form for name in TICKED}
    return given | {
        "retry_on": form.getlist("retry_on"),
        "replies": form.get("replies", RepliesBy.NUMBER),
        "context": form.get("context", ""),
        "row": number_in("go") or number_in("row") or 0,
    }


def saved(batch: Batch, row: int) -> dict[str, Any]:
    """The form of what is saved."""
    return kept(batch) | {"row": row}


def kept(batch: Batch) -> dict[str, Any]:
    """What colleagues may change, too."""
    content: CallContent = batch.content
    shown = {name: "" if getattr(content, name) is None else getattr(content, name) for name in LOWER}
    shown["pace"] = "" if content.pace is None else f"{content.pace:g}"
    replies = {"replies": reply_handling.chosen(batch), "context": batch.context}
    return {**vars(content), **shown, **replies, "name": batch.name}


def content(given: dict[str, Any]) -> CallContent:
    """What was typed; whether it can be is not asked."""
    numbers: dict[str, Any] = {name: whole_number(str(given[name]), 7) for name in NUMBERS}
    return CallContent(
        message=given["message"],
        voicemail_message=given["voicemail_message"],
        **{name: given[name] for name in TEXTS[1:]},
        **{name: given[name] for name in TICKED},
        **numbers,
        retry_on=tuple(given["retry_on"]),
        at_once=_at_once(given["at_once"]),
        pace=_pace(given["pace"]),
    )


def _at_once(given: Any) -> int | None:
    return whole_number(str(given), 7) if str(given).strip() else None


def _pace(given: Any) -> float | None:
    """A number that is none is out of bounds, too."""
    if not str(given).strip():
        return None
    found = decimal_number(str(given))
    return float(NONE) if isnan(found) else found
