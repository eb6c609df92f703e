"""Texts for later are exported, erased and removed with the rest of what is held on someone."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of
from tests.dump import places
from tests.later_texts import its_time_comes, later
from tests.services.privacy.lists import erase
from webapp.db import db, now
from webapp.models.entry import Entry
from webapp.models.message import Message
from webapp.models.scheduled_text import ScheduledText
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import settings
from webapp.services.inbox.scheduled import scheduled
from webapp.services.privacy import export, retention, traces

WORD = "canary"
LONG_AGO = timedelta(days=40)


@pytest.fixture
def ada(app: Flask) -> User:
    factories.number()
    return factories.user()


def in_later(phone: str) -> list[str]:
    held = json.loads(export.whole(phone, traces.look(phone)))
    return [one["text"] for thread in held["conversations"] for one in thread["texts_for_later"]]


def test_the_export_has_those_of_the_person_alone(ada: User) -> None:
    for phone, text in ((CAROL, "For Carol"), (DAVE, "For Dave")):
        later(thread_of(they_write("Hello", phone)), ada.id, text)
    assert (in_later(CAROL), in_later(DAVE)) == (["For Carol"], ["For Dave"])


def test_who_is_erased_gets_none_of_them(ada: User) -> None:
    thread = thread_of(they_write("Hello"))
    later(thread, ada.id, f"{WORD} waits", cancel_on_reply=False)
    scheduled.cancel(thread.id, later(thread, ada.id, f"{WORD} canceled").id, ada)
    they_write("Never mind")
    erase(CAROL)
    assert not places(WORD)
    its_time_comes()
    assert db.session.scalars(select(Message)).all() == []


def test_what_has_ended_long_ago_is_removed_and_what_waits_keeps_its_conversation(ada: User) -> None:
    settings.put("keep_messages_days", 30)
    waits, over = (thread_of(they_write("Hello", phone)) for phone in (CAROL, DAVE))
    later(waits, ada.id)
    scheduled.cancel(over.id, later(over, ada.id).id, ada)
    old = now() - LONG_AGO
    db.session.execute(update(ScheduledText).values(saved_at=old))
    ended = update(ScheduledText).where(ScheduledText.ended_at.is_not(None))
    db.session.execute(ended.values(ended_at=old))
    db.session.execute(update(Entry).values(created_at=old))
    db.session.commit()
    for _ in retention.tidy():
        db.session.commit()
    assert db.session.scalars(select(Thread.id)).all() == [waits.id]
    assert db.session.scalars(select(ScheduledText.thread_id)).all() == [waits.id]
