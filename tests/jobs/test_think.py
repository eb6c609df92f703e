"""An agent answers what came in, once, unless a person or something newer was first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from jobs.agent_turns import think
from jobs.sweep import sweep
from tests import desks
from tests.conversations import CAROL, fresh, they_write, thread_of, we_write
from tests.desks import DESK, HOURS
from webapp import queue
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.answering import Answering
from webapp.models.handoff import Handoff
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOutSource
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import sweep as sweeps
from webapp.services.agents.turns import concluding, holding, switch, thinking
from webapp.services.opt_outs import register

Act = Callable[[User, Thread], object]


def thought_of(thread_id: int) -> thinking.Thought:
    """A worker has thought, and has not concluded yet."""
    desks.hear()
    desks.pass_time()
    claim = desks.claim(thread_id)
    db.session.commit()
    assert claim is not None
    reading = desks.read(claim)
    db.session.commit()
    assert reading is not None
    return thinking.think(reading)


def conclude(thought: thinking.Thought) -> bool:
    again = bool(concluding.conclude([thought]))
    db.session.commit()
    return again


def test_a_stranger_who_writes_to_a_number_with_an_agent_is_answered(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    assert thread.needs_reply
    desks.answer()
    assert desks.said() == [HOURS]
    thread = fresh(thread)
    assert (thread.needs_reply, thread.agent_state, thread.last_text) == (False, AgentState.ON, HOURS)
    (turn,) = desks.turns()
    assert (turn.outcome, turn.version, turn.entry_id is not None) == ("sent", 1, True)
    assert turn.decision["explanation"]["matches"][0]["key"] == "hours"


def test_two_quick_texts_get_one_answer_that_has_read_both(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    they_write("And where can I park?")
    desks.answer()
    assert len(desks.said()) == 1
    reading = desks.turns()[0]
    assert reading.read_to == db.session.scalar(select(func.max(Message.id)).where(Message.direction == "in"))
    desks.answer()
    assert len(desks.said()) == 1
    assert desks.timer_of(thread).answer_at is None


def test_nothing_is_said_before_the_waiting_time_is_over(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.hear()
    think(thread.id)
    assert desks.said() == []


def test_a_text_that_comes_while_it_thinks_supersedes_the_answer_and_is_read(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    thought = thought_of(thread.id)
    they_write("Oh, I meant: where can I park?")
    assert conclude(thought)
    assert desks.said() == []
    think(thread.id)
    assert desks.outcomes()[0] == "superseded"
    assert len(desks.said()) == 1
    assert desks.turns()[-1].read_to == db.session.scalar(
        select(func.max(Message.id)).where(Message.direction == "in")
    )


def they_stop(_: User, __: Thread) -> None:
    they_write("STOP")


def they_wish(_: User, __: Thread) -> None:
    they_write("please take me off your list, I never asked for this")


def staff_reply(ada: User, thread: Thread) -> None:
    we_write(thread, "I am here", ada.id)


def noted_opt_out(ada: User, _: Thread) -> None:
    register.record(CAROL, OptOutSource.STAFF, "on the phone", user_id=ada.id)
    db.session.commit()


def taken_over(ada: User, thread: Thread) -> None:
    switch.take_over(thread.id, ada)
    db.session.commit()


def switched_off(ada: User, thread: Thread) -> None:
    switch.turn_off(thread.id, ada)
    db.session.commit()


def archived(ada: User, thread: Thread) -> None:
    desks.store.archive(thread.agent_id or 0, ada)
    db.session.commit()


@pytest.mark.parametrize(
    "act",
    [they_stop, they_wish, staff_reply, noted_opt_out, taken_over, switched_off, archived],
    ids=lambda act: act.__name__,
)
def test_an_act_that_comes_while_it_thinks_has_the_last_word(app: Flask, act: Act) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    thought = thought_of(thread.id)
    act(ada, fresh(thread))
    assert not conclude(thought)
    desks.answer(thread.id)
    assert desks.said() == []
    assert "sent" not in desks.outcomes()
    assert desks.timer_of(thread).answer_at is None


@pytest.mark.parametrize("act", [staff_reply, taken_over, switched_off], ids=lambda act: act.__name__)
def test_what_an_agent_has_queued_is_not_sent_after_a_person(app: Flask, act: Act) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    assert desks.said() == [HOURS]
    act(ada, fresh(thread))
    assert desks.said() == []
    assert MessageState.CANCELED in db.session.scalars(select(Message.state)).all()


def test_another_version_while_it_thinks_is_asked_again(app: Flask) -> None:
    ada, _, desk = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    thought = thought_of(thread.id)
    first, *others = DESK.playbook
    new = desks.replace(first, answer="We never close.")
    desks.change(db.session.merge(desk), ada, playbook=(new, *others))
    assert conclude(thought)
    think(thread.id)
    assert desks.said() == ["We never close."]
    assert [turn.version for turn in desks.turns()] == [1, 2]


def test_a_worker_that_dies_costs_a_repetition_of_thinking(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    thought = thought_of(thread.id)  # and is killed
    think(thread.id)
    assert desks.said() == []  # its lease holds
    assert list(sweeps.look()[queue.THINK]) == []
    over = now() - timedelta(seconds=1)
    db.session.execute(update(Answering).values(leased_until=over))
    db.session.commit()
    assert list(sweeps.look()[queue.THINK]) == [thread.id]
    db.session.commit()
    queue.redis().flushall()
    sweep()
    assert queue.redis().exists(queue.waiting_key(queue.THINK))
    think(thread.id)
    assert desks.said() == [HOURS]
    assert not conclude(thought)  # it was not dead, only slow
    assert desks.said() == [HOURS]


def test_a_thread_that_no_turn_ends_is_left_to_staff(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    thought_of(thread.id)
    db.session.execute(update(Answering).values(tries=4, leased_until=None))
    db.session.commit()
    think(thread.id)
    handoff = db.session.scalars(select(Handoff)).one()
    assert handoff.code == "fault"
    assert "each time the agent was thinking" in handoff.reason
    assert fresh(thread).agent_state == AgentState.HANDED_OFF
    assert len(desks.said()) == 1  # that a colleague will answer


def test_texts_that_keep_coming_are_left_to_staff_after_three_more_tries(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.hear()
    desks.pass_time()
    for _ in range(4):
        claim = desks.claim(thread.id)
        db.session.commit()
        assert claim is not None
        reading = desks.read(claim)
        assert reading is not None
        db.session.commit()
        thought = thinking.think(reading)
        they_write("Hello? Where can I park?")
        assert conclude(thought)
    think(thread.id)
    assert fresh(thread).agent_state == AgentState.HANDED_OFF
    assert desks.outcomes() == ["superseded"] * 4 + ["handed_off"]


def test_a_thread_that_is_erased_while_it_thinks_is_no_trouble(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("Where can I park?"))
    thought = thought_of(thread.id)
    db.session.execute(update(Answering).values(lease=None))
    db.session.commit()
    assert not conclude(thought)
    assert holding.hold(0) is None
    think(0)
    assert desks.said() == []
