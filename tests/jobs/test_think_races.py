"""Agents, staff and contacts at the very same moment, each on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from jobs.agent_turns import think
from tests import desks
from tests.conversations import CAROL, they_write, thread_of, we_write
from tests.desks import PARKING
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread
from webapp.services.opt_outs import register


def at_once(app: Flask, *acts: Callable[[], object]) -> None:
    """All begin together; none may raise."""
    barrier, faults = threading.Barrier(len(acts)), list[BaseException]()

    def side(act: Callable[[], object]) -> None:
        try:
            with app.app_context():
                barrier.wait()
                act()
        except BaseException as error:
            faults.append(error)

    db.session.rollback()
    sides = [threading.Thread(target=side, args=(act,)) for act in acts]
    for one in sides:
        one.start()
    for one in sides:
        one.join()
    assert faults == []


@pytest.fixture
def due(app: Flask) -> tuple[int, int]:
    """The ids of Ada and of Carol's conversation, whose answer is due."""
    ada, _, _ = desks.at_work()
    thread_id, by = thread_of(they_write("Where can I park?")).id, ada.id
    desks.hear()
    desks.pass_time()
    return by, thread_id


def test_two_workers_at_once_give_one_answer(app: Flask, due: tuple[int, int]) -> None:
    _, thread_id = due
    at_once(app, *[lambda: think(thread_id)] * 4)
    assert desks.said() == [PARKING]


def test_a_reply_of_staff_and_an_answer_at_the_same_moment_never_both_go_out(
    app: Flask, due: tuple[int, int]
) -> None:
    by, thread_id = due
    at_once(
        app,
        lambda: we_write(db.session.get_one(Thread, thread_id), "Behind the house.", by),
        lambda: think(thread_id),
    )
    assert desks.said() == []
    assert db.session.get_one(Thread, thread_id).agent_state == AgentState.PAUSED


def test_after_stop_at_the_same_moment_nothing_of_an_agent_waits_to_be_sent(
    app: Flask, due: tuple[int, int]
) -> None:
    _, thread_id = due
    at_once(app, lambda: they_write("STOP"), lambda: think(thread_id))
    assert list(register.active([CAROL])) == [CAROL]
    written = select(Message.state).where(Message.origin == Origin.AGENT)
    assert set(db.session.scalars(written)) <= {MessageState.SKIPPED}


def test_texts_while_workers_think_are_all_read_by_the_last_answer(app: Flask, due: tuple[int, int]) -> None:
    _, thread_id = due
    at_once(app, lambda: think(thread_id), lambda: they_write("And when are you open?"))
    desks.answer()
    newest = select(Message.id).where(Message.direction == "in").order_by(Message.id.desc()).limit(1)
    assert desks.timer_of(db.session.get_one(Thread, thread_id)).read_to == db.session.scalar(newest)
    assert 1 <= len(desks.said()) <= 2
