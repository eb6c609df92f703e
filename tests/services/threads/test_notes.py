"""A note stays in the house: it is shown in the conversation, and nothing is sent."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import fresh
from webapp.db import db
from webapp.errors import Fault
from webapp.models.message import Message
from webapp.models.note import Note, NoteState
from webapp.services.inbox.timeline import timeline
from webapp.services.threads import notes


def test_a_note_is_shown_with_who_wrote_it(app: Flask) -> None:
    ada, thread = factories.user(), factories.thread()
    notes.add(thread, " She moved to Berlin.\r\nAsk for the address. ", ada.id)
    notes.add(thread, "The task has run.", None)
    db.session.commit()
    thread = fresh(thread)
    assert thread.revision == 2
    window = timeline.latest(thread, None)
    assert [(line.kind, line.text) for line in window.lines] == [
        ("note", "Ada noted: She moved to Berlin.\nAsk for the address."),
        ("note", "Noted: The task has run."),
    ]
    assert db.session.scalars(select(Message)).all() == []
    assert set(db.session.scalars(select(Note.state))) == {NoteState.KEPT}


@pytest.mark.parametrize(("text", "words"), [("  ", "Write something"), ("x" * 5_001, "5,000 characters")])
def test_what_is_no_note(app: Flask, text: str, words: str) -> None:
    with pytest.raises(Fault, match=words):
        notes.add(factories.thread(), text, None)
