"""A turn keeps what figures count: its batch, how long they waited, why staff were asked, the goal."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from tests import desks, factories
from tests.conversations import CAROL, they_write, thread_of
from webapp.db import db, now
from webapp.models.message import Message

GOAL = desks.replace(desks.PLAYBOOK[0], reaches_goal=True)


def test_batch_and_waiting_time(app: Flask) -> None:
    _, number, desk = desks.at_work()
    batch = factories.batch([CAROL], number_id=number.id, created_by=desk.created_by)
    factories.sent(batch, CAROL)
    db.session.commit()
    they_write("When are you open?")
    ago = now() - timedelta(seconds=90)
    db.session.execute(update(Message).where(Message.direction == "in").values(created_at=ago))
    db.session.commit()
    they_write("And tell me where I can park")
    desks.answer()
    (turn,) = desks.turns()
    assert turn.batch_id == batch.id
    assert turn.waited is not None
    assert 90 <= turn.waited < 120


def test_a_handoff_is_kept_by_its_kind(app: Flask) -> None:
    desks.at_work()
    they_write("Can I talk to a real person?")
    desks.answer()
    assert [(turn.handoff, turn.batch_id) for turn in desks.turns()] == [("asked", None)]


def test_a_goal_is_kept_with_each_turn_and_the_first_with_the_conversation(app: Flask) -> None:
    desks.at_work(playbook=(GOAL, *desks.PLAYBOOK[1:]))
    thread = thread_of(they_write("Where can I park?"))
    desks.answer()
    assert desks.timer_of(thread).goal_reached_at is None
    they_write("When are you open?")
    desks.answer()
    row = desks.timer_of(thread)
    assert (row.goal_reason, row.goal_reached_at is not None) == ("“Opening hours” was answered.", True)
    assert [turn.goal_reached for turn in desks.turns()] == [False, True]
