"""Calls in words."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.conversations import CAROL, they_write, thread_of
from webapp.db import db, now
from webapp.services.inbox.timeline import call_lines

IN = {"direction": "in", "origin": None}
BY_STATE: list[tuple[str, dict[str, Any], str]] = [
    ("queued", {}, "Ada called them: Waits to be placed."),
    ("ringing", {"origin": "agent"}, "The agent called them: Ringing."),
    ("ended", {"outcome": "answered", "seconds": 65}, "Ada called them: Answered."),
    ("ended", {"outcome": "busy", "attempt": 2, "origin": "batch"}, "A batch called them again: Busy."),
    ("ended", {"outcome": "failed", "reason": "No such phone."}, "Ada called them: Failed. No such phone."),
    ("unknown", {"reason": "Too long."}, "Ada called them: May or may not have been placed. Too long."),
    ("unknown", {"hang_up_at": now()}, "Ada called them: May or may not have been placed."),
    ("skipped", {"reason": "They opted out."}, "Ada called them: Not placed. They opted out."),
    ("answered", {"hang_up_at": now()}, "Ada called them: Hanging up."),
    ("ended", {"outcome": "answered", "hang_up_at": now()}, "Ada called them: Answered."),
    ("ended", {"outcome": "answered", "reason": "A fault."}, "Ada called them: Answered. A fault."),
    ("queued", {"reason": "Not yet."}, "Ada called them: Waits to be placed. Not yet."),
    ("answered", {"flow": {"phase": "talking"}, **IN}, "They called us: On the phone."),
    ("answered", {"flow": {"phase": "staff"}, **IN}, "They called us: Staff phones ring."),
    ("answered", {"flow": {"phase": "recording"}, **IN}, "They called us: They leave a message."),
    ("answered", {"flow": {"phase": "leaving"}}, "Ada called them: A message is left for them."),
    ("ended", {"outcome": "answered", **IN}, "They called us: Answered."),
    ("ended", {"outcome": "no_answer", **IN}, "They called us: Missed call."),
    ("ended", {"outcome": "voicemail", **IN}, "They called us: Left a message."),
    ("ended", {"outcome": "rejected", **IN}, "They called us: Not put through. They were blocked."),
]  # fmt: skip


@pytest.mark.parametrize(("state", "values", "words"), BY_STATE)
def test_a_call_says_who_called_and_what_became_of_it(
    app: Flask, state: str, values: dict[str, Any], words: str
) -> None:
    ada = factories.user()
    call = factories.call(CAROL, state=state, **{"user_id": ada.id, **values})
    who = call_lines.who(call, {ada.id: "Ada"})
    assert f"{who}: {call_lines.what(call)}. {call_lines.why(call)}".strip() == words


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, ""),
        ({"price": 0.0042, "currency": "EUR"}, "0.0042 EUR"),
        ({"price": 1.5}, "1.50 in your account’s currency"),
        ({"price": 0.0, "currency": "USD"}, ""),
    ],
)
def test_what_it_cost(app: Flask, values: dict[str, Any], said: str) -> None:
    assert call_lines.cost(factories.call(CAROL, state="ended", outcome="answered", **values)) == said


def test_later_calls_belong_to_later_pages(app: Flask) -> None:
    factories.number()
    thread = thread_of(they_write("Please call me"))
    early = factories.call(CAROL, thread.number_id, "ended", outcome="busy")
    late = they_write("Are you there?")
    factories.call(CAROL, thread.number_id, "ended", outcome="answered")
    db.session.commit()
    assert call_lines.between(thread.id, 0, late.id) == [early]
