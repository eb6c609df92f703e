"""What agents and staff leave in a conversation is on its page."""

from __future__ import annotations

from flask import Flask

from tests import desks
from tests.conversations import they_write, thread_of
from tests.views.client import Browser
from webapp.db import db
from webapp.services.threads import notes


def test_the_page_of_a_conversation_shows_handoffs_notes_and_who_answered(app: Flask, admin: Browser) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("Can I talk to a real person?"))
    desks.answer()
    notes.add(thread, "She rang, too.", ada.id)
    db.session.commit()
    page = admin.get(f"/inbox/{thread.id}")
    assert "Handed off: They asked for a person." in page.words
    assert "Ada noted: She rang, too." in page.words
    assert "Desk" in [one.words() for one in page.root.all("p") if one.attrs.get("class") == "who"]
