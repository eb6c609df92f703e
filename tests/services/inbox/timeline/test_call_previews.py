"""The list says what became of a call, where that is the newest thing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.conversations import CAROL, they_write
from webapp.db import db
from webapp.services.inbox.timeline import call_previews
from webapp.services.inbox.timeline.call_previews import CallPreview

IN = {"direction": "in", "origin": None}
OUT, TALKED = "telephone-outbound", "Called us, talked 9 s"
PREVIEWS: list[tuple[str, dict[str, Any], CallPreview]] = [
    ("queued", {}, CallPreview(OUT, "Waits to be placed")),
    ("ringing", {}, CallPreview(OUT, "Ringing", live=True)),
    ("unknown", {}, CallPreview(OUT, "May or may not have been placed")),
    ("answered", IN, CallPreview("telephone-inbound", "On the phone", live=True)),
    ("ended", {"outcome": "answered", "seconds": 125}, CallPreview(OUT, "Talked 2 min")),
    ("ended", {"outcome": "answered"}, CallPreview("telephone-fill", "Answered")),
    ("ended", {"outcome": "no_answer"}, CallPreview("telephone-x", "No answer")),
    ("ended", {"outcome": "voicemail", "seconds": 9}, CallPreview("voicemail", "Voicemail")),
    ("ended", {"outcome": "voicemail", **IN}, CallPreview("voicemail", "Left a message")),
    ("ended", {"outcome": "answered", **IN}, CallPreview("telephone-inbound", "Called us")),
    ("ended", {"outcome": "answered", "seconds": 9, **IN}, CallPreview("telephone-inbound", TALKED)),
    ("ended", {"outcome": "no_answer", **IN}, CallPreview("telephone-x", "Missed call", missed=True)),
    ("ended", {"outcome": "rejected", **IN}, CallPreview("slash-circle", "Called us, and was blocked")),
    ("skipped", {}, CallPreview(OUT, "Not placed")),
]  # fmt: skip


@pytest.mark.parametrize(("state", "values", "wanted"), PREVIEWS)
def test_a_call_in_a_few_words(app: Flask, state: str, values: dict[str, Any], wanted: CallPreview) -> None:
    call = factories.call(CAROL, state=state, **values)
    assert call_previews.of([call.thread_id]) == {call.thread_id: wanted}


def test_a_text_that_came_after_it_is_newer(app: Flask) -> None:
    number = factories.number()
    call = factories.call(CAROL, number.id, "ended", outcome="busy")
    db.session.commit()
    they_write("You called?")
    assert call_previews.of([call.thread_id]) == call_previews.of([]) == {}
    factories.call(CAROL, number.id, "ended", outcome="answered", seconds=60)
    assert call_previews.of([call.thread_id])[call.thread_id].words == "Talked 1 min"
