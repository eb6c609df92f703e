"""Handoffs and notes stand between the messages of their window."""

from __future__ import annotations

from flask import Flask

from tests import factories
from tests.conversations import they_write, thread_of
from webapp.db import db
from webapp.services.inbox.timeline import timeline
from webapp.services.threads import notes


def test_each_window_has_its_own(app: Flask) -> None:
    ada, _ = factories.user(), factories.number()
    for number in range(1, 61):
        thread = thread_of(they_write(f"text {number}"))
        if number in (3, 58):
            notes.add(thread, f"note {number}", ada.id)
            db.session.commit()
    latest = timeline.latest(thread, None)
    assert [line.text for line in latest.lines] == ["Ada noted: note 58"]
    older = timeline.older(thread, latest.first)
    assert [line.text for line in older.lines] == ["Ada noted: note 3"]
