"""What was said in a call, as a text of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from tests import calls, factories
from tests.conversations import CAROL
from webapp.db import db
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.thread import Thread
from webapp.services.inbox.timeline import timeline
from webapp.views import call_text


def test_it_says_who_called_what_was_said_and_what_was_done(app: Flask) -> None:
    began = datetime(2025, 3, 12, 14, 3, tzinfo=UTC)
    call = factories.call(
        CAROL, state="ended", outcome="answered", seconds=12, created_at=began, answered_at=began,
        ended_at=began + timedelta(seconds=12),
    )  # fmt: skip
    calls.turns(call, "Hello.", "Stop", "Goodbye.")
    at = began + timedelta(seconds=1.5)
    factories.add(OptOut(phone=CAROL, source=OptOutSource.CALL, evidence="Stop", created_at=at))
    thread = db.session.get_one(Thread, call.thread_id)
    thread.contact.name = "Carol Quixote"
    db.session.commit()
    assert call_text.written(timeline.of_call(thread, call), thread) == (
        "Call with Carol Quixote, +1 202-555-0111\n"
        "Staff called them, 12 Mar 2025, 14:03 (UTC)\n"
        "Answered, 12 s\n"
        "\n"
        "0:00  We: Hello.\n"
        "0:01  Carol Quixote: Stop\n"
        "0:01  [They opted out in a call: “Stop”]\n"
        "0:02  We: Goodbye.\n"
    )
