"""Texts for later in their conversation."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests import closing, factories
from tests.conversations import they_write, thread_of
from tests.later_texts import TEXT, its_time_comes, later
from webapp.db import db, now
from webapp.services.gate.gate import Verdict
from webapp.services.inbox import reply
from webapp.services.inbox.scheduled import scheduled, scheduled_lines


def test_those_that_wait_say_what_will_become_of_them(app: Flask) -> None:
    ada = factories.user(timezone="Asia/Tokyo")
    factories.number()
    closing.close(ada, "Europe/London")
    thread = thread_of(they_write("Hello", "+447700900111"))
    row = later(thread, ada.id, cancel_on_reply=False, hours=1)
    row.send_at = row.due_at = now().replace(hour=3) + timedelta(days=9)
    thread.last_inbound_at = now() - timedelta(days=5)
    [one] = scheduled_lines.waiting(thread, Verdict(True))
    assert (one.author, one.obstacle, one.written_since) == ("Ada", "", False)
    assert one.theirs is not None and str(one.theirs.tzinfo) == "Europe/London"
    assert one.opens_at is not None and one.opens_at > row.send_at
    they_write("Hello?", "+447700900111")
    db.session.refresh(thread)
    [one] = scheduled_lines.waiting(thread, reply.verdict(thread))
    assert one.written_since
    they_write("STOP", "+447700900111")
    [one] = scheduled_lines.waiting(thread, reply.verdict(thread))
    assert "They have opted out." in one.obstacle


def test_what_was_never_sent_stays_readable(app: Flask) -> None:
    ada = factories.user()
    factories.number()
    thread = thread_of(they_write("Hello"))
    closing.keep_hours(ada)
    scheduled.cancel(thread.id, later(thread, ada.id).id, ada)
    later(thread, ada.id)
    they_write("Never mind")
    later(thread, ada.id)
    its_time_comes(timedelta(hours=5))
    assert [text for _, text in scheduled_lines.of(thread.id)] == [
        f"Ada canceled Ada’s text for later. It said: “{TEXT}”",
        f"Ada’s text for later was canceled. They wrote first. It said: “{TEXT}”",
        "Ada’s text for later was not sent. Outbound was not running at its time, and it would have come "
        f"hours late. It said: “{TEXT}”",
    ]
    later(thread, ada.id)
    its_time_comes()
    assert len(scheduled_lines.of(thread.id)) == 3, "its message says the rest"
