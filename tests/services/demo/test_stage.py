"""Made-up conversations: as they would stand there, in the past, with nothing that waits to be sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from webapp.agents.base import Who
from webapp.db import db, now
from webapp.models.entry import Entry, Origin
from webapp.models.message import MessageState
from webapp.models.thread import Thread
from webapp.services.demo import marks
from webapp.services.demo.stage import Conversation, Stage
from webapp.services.demo.story import DENTAL, PEOPLE

ADA = PEOPLE["Ada"]
THEN = now() - timedelta(days=3)


@pytest.fixture
def stage(app: Flask) -> Stage:
    return Stage(factories.user(), {DENTAL: factories.number(DENTAL)})


@pytest.fixture
def talk(stage: Stage) -> Conversation:
    return stage.conversation(ADA, DENTAL, THEN)


def test_a_conversation_begins_once(stage: Stage, talk: Conversation) -> None:
    assert stage.conversation(ADA, DENTAL, now()) is talk
    assert stage.conversations == [talk]
    assert (talk.contact.name, talk.contact.created_at, talk.thread.created_at) == ("Ada Bennett", THEN, THEN)


def test_what_we_say_has_left_and_clears_what_waited(stage: Stage, talk: Conversation) -> None:
    stage.hear(talk, "Hi?", THEN)
    assert (talk.thread.needs_reply, talk.thread.unread) == (True, 1)
    sent = stage.say(talk, "Hello Ada", Origin.STAFF, THEN + timedelta(minutes=1))
    assert (sent.state, sent.user_id, sent.priority) == (MessageState.DELIVERED, stage.by.id, 1)
    assert sent.settled_at is not None and sent.settled_at > sent.created_at
    assert (talk.thread.needs_reply, talk.thread.unread) == (False, 0)
    assert (talk.thread.last_text, talk.thread.last_direction) == ("Hello Ada", "out")
    assert [turn.who for turn in talk.turns] == [Who.CONTACT, Who.STAFF]


def test_what_is_only_sent_was_never_confirmed(stage: Stage, talk: Conversation) -> None:
    sent = stage.say(talk, "Hello", Origin.BATCH, THEN, MessageState.SENT)
    assert (sent.state, sent.settled_at) == (MessageState.SENT, None)


def test_every_row_is_remembered(stage: Stage, talk: Conversation) -> None:
    stage.hear(talk, "Hi?", THEN)
    stage.say(talk, "Hello", Origin.AGENT, THEN)
    stage.note(talk, "A friend of Theo's.", THEN)
    db.session.flush()
    assert len(marks.of(Entry)) == 3
    assert marks.of(Thread) == {talk.thread.id}
