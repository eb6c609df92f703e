"""An agent's answer that the carrier gave back does not leave once a person has taken over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from jobs.agent_turns import think
from tests import desks
from tests.conversations import fresh, they_write, thread_of, we_write
from tests.desks import HOURS
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents.turns import switch
from webapp.services.outbox import claim, due
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, SendResult
from webapp.services.outbox.record import record

Act = Callable[[int, User], Thread]


@pytest.fixture
def ada(app: Flask) -> User:
    return desks.at_work()[0]


def claimed() -> list[ClaimedEntry]:
    found = claim.claim(due.senders()[0], 10) if due.senders() else []
    db.session.commit()
    return found


def on_its_way() -> tuple[Thread, ClaimedEntry]:
    """Carol has asked, and a worker has claimed the answer."""
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    [entry] = claimed()
    return thread, entry


def comes_back(entry: ClaimedEntry) -> None:
    """The carrier was too busy."""
    record([Outcome(entry, SendResult.RETURNED, sentence="Too busy.")])
    db.session.commit()


def silenced_and_given_back(by: User) -> Thread:
    """A person took over while the answer was on its way, and gave the word back before any hook acted."""
    thread, entry = on_its_way()
    switch.take_over(thread.id, by)
    db.session.commit()
    comes_back(entry)
    assert claimed() == []
    switch.resume(thread.id, by)
    db.session.commit()
    return thread


def answers() -> list[str]:
    db.session.rollback()
    query = select(Message.state).where(Message.origin == Origin.AGENT).order_by(Message.id)
    return [str(state) for state in db.session.scalars(query)]


def test_what_comes_back_is_sent_while_the_agent_has_the_word(ada: User) -> None:
    _, entry = on_its_way()
    comes_back(entry)
    assert [one.entry_id for one in claimed()] == [entry.entry_id]


@pytest.mark.parametrize("act", [switch.take_over, switch.turn_off])
def test_what_comes_back_after_a_person_took_over_waits_for_them(ada: User, act: Act) -> None:
    thread, entry = on_its_way()
    act(thread.id, ada)
    db.session.commit()
    assert not fresh(thread).needs_reply  # it may be with them already
    comes_back(entry)
    assert (claimed(), answers()) == ([], [MessageState.SKIPPED])
    desks.hear()
    assert fresh(thread).needs_reply


def test_a_person_who_has_answered_is_not_asked_to_answer_again(ada: User) -> None:
    thread, entry = on_its_way()
    ours = we_write(fresh(thread), "From nine to five.", ada.id)
    comes_back(entry)
    [sent] = claimed()
    assert sent.entry_id == ours.id
    record([Outcome(sent, SendResult.ACCEPTED, carrier_id="1")])
    db.session.commit()
    assert claimed() == []
    desks.hear()
    assert (answers(), fresh(thread).needs_reply) == ([MessageState.SKIPPED], False)


def test_an_agent_that_has_the_word_again_answers(ada: User) -> None:
    thread = silenced_and_given_back(ada)
    desks.answer()
    assert fresh(thread).agent_state == AgentState.ON
    assert (answers(), desks.said()) == ([MessageState.SKIPPED, MessageState.QUEUED], [HOURS, HOURS])


def test_what_it_answered_meanwhile_is_not_answered_again_and_staff_are_asked_for_the_rest(ada: User) -> None:
    thread = silenced_and_given_back(ada)
    desks.came(fresh(thread), "Where can I park?")
    desks.pass_time()
    think(thread.id)
    assert len(claimed()) == 1

    desks.answer()
    assert (answers(), desks.said()) == ([MessageState.SKIPPED, MessageState.SENDING], [HOURS, desks.PARKING])
    assert (fresh(thread).agent_state, fresh(thread).needs_reply) == (AgentState.HANDED_OFF, True)
    assert "was not sent" in desks.timer_of(thread).handoff_reason
