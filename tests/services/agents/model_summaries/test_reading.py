"""What a model is told of a conversation: what was said in it, in order, on the contact's clock."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests import calls, desks, factories
from tests.conversations import CAROL, DAVE, fresh, they_write, thread_of
from webapp.agents.base import Who
from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.services.agents.model_summaries import reading
from webapp.services.threads import notes


def test_texts_and_calls_of_this_contact_alone(app: Flask) -> None:
    ada, number, desk = desks.at_work()
    thread = thread_of(they_write("My card is 4111 1111 1111 1111", CAROL))
    they_write("I am Dave", DAVE)
    notes.add(thread, "Rude on the phone", ada.id)
    call = factories.call(CAROL, number.id, "ended", agent_id=desk.id, answered_at=now())
    calls.turns(call, "Hello, this is Desk.", "Where can I park?", "Behind the house.", "Pressed 4711")
    db.session.commit()
    thread = fresh(thread)
    read = reading.read(thread, desks.DESK)
    assert read is not None
    assert [(line.turn.who, line.turn.text, line.spoken) for line in read.lines] == [
        (Who.CONTACT, "My card is [card ending in 1111]", False),
        (Who.AGENT, "Hello, this is Desk.", True),
        (Who.CONTACT, "Where can I park?", True),
        (Who.AGENT, "Behind the house.", True),
    ]
    assert read.lines[0].turn.at.utcoffset() != timedelta()
    assert read.language == "en"
    db.session.add(Answering(thread_id=thread.id, language="es"))
    again = reading.read(thread, desks.DESK)
    assert again is not None
    assert again.language == "es"


def test_nothing_was_said(app: Flask) -> None:
    _, number, _ = desks.at_work()
    assert reading.read(factories.thread(CAROL, number.id), desks.DESK) is None
