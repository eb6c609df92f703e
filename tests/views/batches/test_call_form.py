"""The form of a batch of calls: what is typed becomes content, and content is shown as it would be typed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.calls import CAROL, batch
from webapp.models.content import CallContent
from webapp.views.batches import call_form

FULL = {
    "name": "Autumn", "message": " Hello. ", "language": "de", "voicemail": "message",
    "voicemail_message": "Bye.", "screening": "hang_up", "menu": "introduce", "record": "yes",
    "ring_seconds": "25", "longest_seconds": "300", "at_once": "3", "pace": "0,5", "retries": "2",
    "retry_minutes": "90", "retry_other_time": "yes", "retry_on": ["busy", "voicemail"], "replies": "staff",
    "context": "Terms.", "row": "3",
}  # fmt: skip
CONTENT = CallContent(
    "Hello.", "de", "message", "Bye.", "hang_up", "introduce", record=True, ring_seconds=25,
    longest_seconds=300, at_once=3, pace=0.5, retries=2, retry_minutes=90, retry_on=("busy", "voicemail"),
    retry_other_time=True,
)  # fmt: skip


def typed(app: Flask, **form: Any) -> dict[str, Any]:
    with app.test_request_context(method="POST", data=form):
        return call_form.typed()


def test_everything_that_is_typed_arrives(app: Flask) -> None:
    given = typed(app, **FULL)
    assert call_form.content(given) == CONTENT
    assert (given["name"], given["context"], given["replies"], given["row"]) == (
        "Autumn",
        "Terms.",
        "staff",
        3,
    )
    assert typed(app, **FULL, go="4")["row"] == 4


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("retries", "many", -1),
        ("retries", "", -1),
        ("ring_seconds", "12345678", -1),
        ("at_once", "", None),
        ("at_once", "x", -1),
        ("pace", " ", None),
        ("pace", "x", -1.0),
        ("pace", "2", 2.0),
    ],
)
def test_what_is_no_number_is_out_of_bounds(app: Flask, name: str, given: str, value: object) -> None:
    assert getattr(call_form.content(typed(app, **{**FULL, name: given})), name) == value


def test_boxes_that_are_not_ticked(app: Flask) -> None:
    less = {
        key: value for key, value in FULL.items() if key not in ("record", "retry_other_time", "retry_on")
    }
    content = call_form.content(typed(app, **less))
    assert (content.record, content.retry_other_time, content.retry_on) == (False, False, ())


def test_what_is_saved_is_shown_as_it_would_be_typed(app: Flask) -> None:
    made = batch([CAROL])
    made.content = CONTENT
    shown = call_form.saved(made, 5)
    assert (shown["pace"], shown["at_once"], shown["row"], shown["replies"]) == ("0.5", 3, 5, "number")
    assert call_form.content(shown) == CONTENT
    made.content = CallContent("Hello.")
    assert (call_form.saved(made, 0)["pace"], call_form.saved(made, 0)["at_once"]) == ("", "")
    assert call_form.content(call_form.saved(made, 0)) == made.content
