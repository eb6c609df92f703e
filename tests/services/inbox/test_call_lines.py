"""Calls between the messages of a conversation."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.conversations import CAROL, they_write, thread_of
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.thread import Thread
from webapp.services.inbox import call_lines, timeline
from webapp.services.threads import activity

BY_STATE: list[tuple[str, dict[str, Any], str]] = [
    ("queued", {}, "Ada called them: Waits to be placed. It said first: “Hello.”"),
    ("ringing", {"origin": "agent"}, "The agent called them: Ringing. It said first: “Hello.”"),
    (
        "ended",
        {"outcome": "answered", "seconds": 65},
        "Ada called them: Answered, 1 min 5 s. It said first: “Hello.”",
    ),
    (
        "ended",
        {"outcome": "busy", "seconds": 0, "attempt": 2, "origin": "batch"},
        "A batch called them again: Busy. It said first: “Hello.”",
    ),
    (
        "ended",
        {"outcome": "failed", "reason": "Their network does not know this phone number."},
        "Ada called them: Failed. Their network does not know this phone number. It said first: “Hello.”",
    ),
    (
        "unknown",
        {"reason": "It took too long."},
        "Ada called them: May or may not have been placed. It took too long. It said first: “Hello.”",
    ),
    (
        "skipped",
        {"reason": "They opted out."},
        "Ada called them: Not placed. They opted out. It said first: “Hello.”",
    ),
    (
        "ended",
        {"outcome": "answered", "direction": "in", "origin": None, "seconds": 4, "first_message": ""},
        "They called us: Answered, 4 s.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("state", "values", "words"), BY_STATE)
def test_a_call_says_who_called_and_what_became_of_it(
    app: Flask, state: str, values: dict[str, Any], words: str
) -> None:
    ada = factories.user()
    talked = {"answered_at": now()} if values.get("outcome") == "answered" else {}
    call = factories.call(CAROL, state=state, **{"user_id": ada.id, **talked, **values})
    assert call_lines.said(call, {ada.id: "Ada"}) == words


def test_calls_stand_in_their_place_and_the_window_changes_with_them(app: Flask) -> None:
    factories.number()
    thread = thread_of(they_write("Please call me"))
    call = factories.call(CAROL, thread.number_id, "ringing")
    they_write("Thank you")
    db.session.commit()
    before = timeline.latest(thread, None)
    assert [line.kind for line in before.lines] == ["call"]
    assert before.messages[0].created_at <= before.lines[0].at <= before.messages[1].created_at
    held = db.session.get_one(Call, call.id)
    held.state, held.outcome = "ended", "no_answer"  # type: ignore[assignment]
    activity.touch([thread.id])
    db.session.commit()
    db.session.refresh(thread)
    after = timeline.latest(thread, None)
    assert (after.version != before.version, "No answer" in after.lines[0].text) == (True, True)


def test_a_conversation_of_calls_alone_shows_them(app: Flask) -> None:
    call = factories.call(CAROL, state="ended", outcome="voicemail")
    db.session.commit()
    shown = timeline.latest(call_thread(call), None)
    assert (list(shown.messages), ["Voicemail" in line.text for line in shown.lines]) == ([], [True])


def test_later_calls_belong_to_later_pages(app: Flask) -> None:
    factories.number()
    thread = thread_of(they_write("Please call me"))
    early = factories.call(CAROL, thread.number_id, "ended", outcome="busy")
    late = they_write("Are you there?")
    factories.call(CAROL, thread.number_id, "ended", outcome="answered")
    db.session.commit()
    assert call_lines.between(thread.id, 0, late.id) == [early]


def call_thread(call: Call) -> Thread:
    return db.session.get_one(Thread, call.thread_id)
