"""Holding a thread: as it is now, with its timer; and taking back what an agent has not sent yet."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import fresh, they_write, thread_of
from webapp.db import db, now
from webapp.errors import NotFound
from webapp.models.answering import Answering
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.services.agents.turns import holding
from webapp.services.threads.enqueue import put


def test_what_is_not_there_cannot_be_held(app: Flask) -> None:
    assert holding.hold(7) is None
    with pytest.raises(NotFound):
        holding.must_hold(7)


def test_the_timer_is_made_once_and_can_be_stopped(app: Flask) -> None:
    thread = factories.thread()
    row = holding.answering(thread.id)
    row.answer_at, row.lease, row.tries, row.read_to = now(), "me", 2, 9
    db.session.flush()
    assert holding.answering(thread.id) is row
    holding.stop(row)
    db.session.commit()
    kept = db.session.scalars(select(Answering)).one()
    assert (kept.answer_at, kept.lease, kept.tries, kept.read_to) == (None, None, 0, 9)


def test_a_change_is_shown(app: Flask) -> None:
    thread = factories.thread()
    before = thread.revision
    holding.show(thread, needs_reply=True)
    db.session.commit()
    assert (fresh(thread).needs_reply, fresh(thread).revision) == (True, before + 1)


def test_only_what_an_agent_wrote_here_and_has_not_left_is_taken_back(app: Flask) -> None:
    number = factories.number()
    thread, other = factories.thread(number_id=number.id), factories.thread("+12025550122", number.id)
    gone = put(thread, "gone", Origin.AGENT)
    gone.state = MessageState.SENDING
    for where, origin in ((thread, Origin.AGENT), (thread, Origin.STAFF), (other, Origin.AGENT)):
        put(where, "Hello", origin)
    holding.entries(thread)
    holding.take_back(thread, "A person has taken over.")
    db.session.commit()
    db.session.expire_all()
    states = [row.state for row in db.session.scalars(select(Message).order_by(Message.id))]
    assert states == ["sending", "canceled", "queued", "queued"]


def test_what_was_not_sent_leaves_what_it_answers_open(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    first = they_write("Where can I park?")
    assert desks.timer_of(thread).read_to < first.id
    desks.carrier_takes(thread)
    desks.answer()
    settled = fresh(thread)
    assert (desks.timer_of(thread).read_to, settled.needs_reply) == (first.id, False)
    holding.take_back(holding.with_entries(thread.id), "A person has taken over.")
    db.session.commit()
    assert fresh(thread).needs_reply
    assert desks.timer_of(thread).read_to < first.id


def test_another_agent_begins_anew(app: Flask) -> None:
    row = holding.answering(factories.thread().id)
    row.memory, row.goal_reached_at, row.goal_reason = {"unsure": 1}, now(), "They said yes."
    holding.begin_anew(row)
    db.session.commit()
    assert (row.memory, row.goal_reached_at, row.goal_reason) == ({}, None, "")
