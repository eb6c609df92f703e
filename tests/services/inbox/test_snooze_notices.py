"""Who wanted to be reminded of a conversation reads that it is open again."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import they_write, thread_of
from tests.services.threads.test_reopening import put_off
from tests.services.threads.test_snoozes import over
from webapp.db import db, now
from webapp.models.notice import Notice
from webapp.models.status_change import Because
from webapp.models.thread import Thread, ThreadStatus
from webapp.models.user import User
from webapp.services.inbox import snooze_notices
from webapp.services.threads import snoozes


@pytest.fixture
def thread(app: Flask) -> Thread:
    """Ada has snoozed it; it is no one's."""
    factories.number()
    return put_off(thread_of(they_write("Later.")), ThreadStatus.SNOOZED)


def told() -> list[tuple[str, str]]:
    """Whom, and what."""
    query = select(User.name, Notice.text).join(User, User.id == Notice.user_id).order_by(Notice.id)
    return [(name, text) for name, text in db.session.execute(query)]


def come_back(thread: Thread) -> None:
    over(thread)
    snoozes.end([thread.id])
    db.session.commit()
    desks.hear()


def test_who_snoozed_it_is_told_once(thread: Thread) -> None:
    come_back(thread)
    desks.hear()
    assert told() == [("Ada", "You snoozed +1 202-555-0111 until now.")]


def test_whose_it_is_comes_first(thread: Thread) -> None:
    bea = factories.user("Bea", email="bea@example.org")
    db.session.get_one(Thread, thread.id).assignee_id = bea.id
    come_back(thread)
    assert told() == [("Bea", "The conversation with +1 202-555-0111 was snoozed until now.")]


def test_unless_they_are_gone(thread: Thread) -> None:
    bea = factories.user("Bea", email="bea@example.org")
    bea.deactivated_at = now()
    db.session.get_one(Thread, thread.id).assignee_id = bea.id
    come_back(thread)
    assert [name for name, _ in told()] == ["Ada"]


def test_a_text_ends_it_and_says_so(thread: Thread) -> None:
    they_write("Now is better.")
    desks.hear()
    assert told() == [("Ada", "+1 202-555-0111 wrote, so the conversation is not snoozed any more.")]


def test_what_is_told_of_otherwise_is_not_told_twice(thread: Thread) -> None:
    snooze_notices.tell({"thread": thread.id, "because": str(Because.HANDED_OFF)})
    snooze_notices.tell({"thread": 999, "because": str(Because.DUE)})
    assert told() == []
