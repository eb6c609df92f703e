"""Claims and readings: one worker at a time, nothing read that no agent answers, and an end to trying."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import update

from tests import desks
from tests.conversations import they_write, thread_of, we_write
from webapp.agents.stored import Definition, WorkingHours
from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents.turns import switch, thinking


@pytest.fixture
def waiting(app: Flask) -> tuple[User, Thread]:
    """Carol's text is due."""
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.hear()
    desks.pass_time()
    return ada, thread


def test_a_thread_is_claimed_by_one_until_its_lease_is_over(waiting: tuple[User, Thread]) -> None:
    thread_id = waiting[1].id
    first = desks.claim(thread_id)
    db.session.commit()
    assert first is not None
    assert (first.tries, thinking.claim([thread_id])) == (1, [])
    db.session.execute(update(Answering).values(leased_until=now() - timedelta(seconds=1)))
    db.session.commit()
    second = desks.claim(thread_id)
    db.session.commit()
    assert second is not None
    assert (second.tries, second.lease == first.lease) == (2, False)
    assert thinking.read([first]) == []
    assert len(thinking.read([second])) == 1


def test_what_is_not_there_or_not_due_is_not_claimed(app: Flask) -> None:
    assert thinking.claim([1]) == []


def test_even_a_handoff_that_raises_comes_to_an_end(waiting: tuple[User, Thread]) -> None:
    thread_id = waiting[1].id
    db.session.execute(update(Answering).values(tries=thinking.MOST_CLAIMS))
    assert thinking.claim([thread_id]) == []
    db.session.commit()
    assert desks.timer_of(waiting[1]).answer_at is None
    assert db.session.get_one(Thread, thread_id).needs_reply


def test_what_staff_have_answered_is_not_read_again(waiting: tuple[User, Thread]) -> None:
    ada, thread = waiting
    we_write(db.session.get_one(Thread, thread.id), "From nine.", ada.id)
    db.session.execute(update(Answering).values(answer_at=now()))
    claim = desks.claim(thread.id)
    assert claim is not None
    assert thinking.read([claim]) == []
    db.session.commit()
    assert desks.timer_of(thread).answer_at is None


def test_a_thought_says_how_long_it_took(waiting: tuple[User, Thread]) -> None:
    claim = desks.claim(waiting[1].id)
    assert claim is not None
    reading = desks.read(claim)
    assert reading is not None
    db.session.commit()
    moments = iter((10.0, 11.25))
    thought = thinking.think(reading, lambda: next(moments))
    assert (thought.seconds, thought.plan.say) == (1.25, desks.HOURS)
    assert not db.session().in_transaction()


def test_outside_its_hours_it_knows_when_they_begin() -> None:
    local = datetime.now(ZoneInfo("Europe/Berlin"))
    minute = local.hour * 60 + local.minute
    later = ((minute + 120) % 1440) or 1
    closed = thinking._closed_until(hours_of(later, min(later + 10, 1440)))
    assert closed is not None
    assert closed > now()
    assert thinking._closed_until(hours_of(0, 1440)) is None
    assert thinking._closed_until(Definition()) is None


def hours_of(opens: int, closes: int) -> Definition:
    span = (opens, closes)
    return Definition(hours=WorkingHours("Europe/Berlin", span, span, span))


def test_answers_are_counted_anew_once_staff_give_the_word_back(waiting: tuple[User, Thread]) -> None:
    ada, thread = waiting
    desks.answer()
    db.session.execute(
        update(Message).where(Message.origin == Origin.AGENT).values(state=MessageState.DELIVERED)
    )
    they_write("Where can I park?")
    switch.take_over(thread.id, ada)
    switch.resume(thread.id, ada)
    db.session.commit()
    desks.hear()
    desks.pass_time()
    taken = desks.claim(thread.id)
    assert taken is not None
    reading = desks.read(taken)
    assert reading is not None
    assert (reading.state.answers, reading.state.answers_since) == (1, 0)
