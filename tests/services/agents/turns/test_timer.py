"""The timer: each text begins it again, though not for ever, in whatever order they are told of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import desks, factories
from tests.conversations import CAROL, fresh, they_write, thread_of
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.answering import Answering
from webapp.models.batch import RepliesBy
from webapp.models.entry import Direction
from webapp.models.message import Message
from webapp.models.signal import Signal
from webapp.services.agents.turns import timer

SECOND = timedelta(seconds=1)


def came(*seconds_ago: float) -> list[Message]:
    """Texts that came so long ago."""
    texts = [they_write(f"text {ago}") for ago in seconds_ago]
    for text, ago in zip(texts, seconds_ago, strict=True):
        db.session.execute(
            update(Message).where(Message.id == text.id).values(created_at=now() - SECOND * ago)
        )
    db.session.commit()
    return texts


def told(text: Message) -> None:
    timer.start({"thread": text.thread_id, "message": text.id})
    db.session.commit()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_it_is_set_by_the_latest_text_and_bounded_by_the_first(app: Flask, order: tuple[int, ...]) -> None:
    desks.at_work()
    texts = came(24, 12, 0)
    first, latest = texts[0].created_at, texts[2].created_at
    for index in order:
        told(texts[index])
    row = db.session.scalars(select(Answering)).one()
    assert row.answer_by == first + 25 * SECOND
    assert row.answer_at == row.answer_by
    assert row.answer_at < latest + 6 * SECOND


def test_one_text_waits_as_long_as_its_agent_wants(app: Flask) -> None:
    desks.at_work(wait=2.5)
    (text,) = came(0)
    told(text)
    assert db.session.scalars(select(Answering.answer_at)).one() == text.created_at + 2.5 * SECOND
    assert timer.due().thinking == []


def test_the_thread_remembers_who_answers(app: Flask) -> None:
    ada, number, desk = desks.at_work()
    (text,) = came(0)
    told(text)
    thread = fresh(thread_of(text))
    assert (thread.agent_id, thread.agent_state) == (desk.id, AgentState.ON)
    batch = factories.batch([CAROL], number_id=number.id, created_by=ada.id, replies_by=RepliesBy.STAFF)
    factories.sent(batch, CAROL)
    told(came(0)[0])
    assert fresh(thread).agent_state == AgentState.NONE


def test_a_text_that_was_read_already_sets_nothing(app: Flask) -> None:
    desks.at_work()
    text = they_write("When are you open?")
    data = db.session.scalars(select(Signal.data)).one()
    desks.answer()
    timer.start(data)
    assert desks.timer_of(thread_of(text)).answer_at is None


def test_what_is_gone_sets_nothing(app: Flask) -> None:
    timer.start({"thread": 1, "message": 1})
    assert db.session.scalars(select(Answering)).all() == []


def test_only_what_is_free_and_due_is_due(app: Flask) -> None:
    desks.at_work()
    (text,) = came(30)
    told(text)
    assert timer.due().thinking == [text.thread_id]
    db.session.execute(update(Answering).values(leased_until=now() + SECOND * 30))
    assert timer.due().thinking == []
    assert db.session.scalar(select(Message.direction)) == Direction.IN


def test_another_agent_does_not_go_on_with_what_the_first_had_begun(app: Flask) -> None:
    ada, number, _ = desks.at_work()
    thread = thread_of(they_write("I need an appointment"))
    desks.answer()
    assert desks.timer_of(thread).memory["task"]["key"] == "visit"
    sales = desks.agent(ada, "Sales")
    batch = factories.batch(
        [CAROL], number_id=number.id, created_by=ada.id, replies_by=RepliesBy.AGENT, agent_id=sales.id
    )
    factories.sent(batch, CAROL)
    db.session.commit()
    they_write("Are you open?")
    desks.hear()
    assert desks.timer_of(thread).memory == {}
    assert fresh(thread).agent_id == sales.id
