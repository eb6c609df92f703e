"""Who has the word in a conversation, as its page says it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from tests import desks, factories
from tests.conversations import fresh, they_write, thread_of, we_write
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.answering import Answering
from webapp.models.thread import Thread
from webapp.services.agents import store
from webapp.services.agents.turns import switch
from webapp.services.inbox.listing import standing


def now_of(thread: Thread) -> tuple[str, str, bool]:
    """State, agent, and whether it is about to answer."""
    found = standing.of(fresh(thread))
    return str(found.state), found.agent.name if found.agent else "", found.soon


def test_staff_answer_where_there_is_no_agent(app: Flask) -> None:
    factories.number()
    assert now_of(thread_of(they_write("Hello?"))) == ("", "", False)


def test_an_agent_answers_before_anyone_has_written_and_soon_after_that(app: Flask) -> None:
    _, number, _ = desks.at_work()
    thread = factories.thread(number_id=number.id)
    db.session.commit()
    assert now_of(thread) == ("on", "Desk", False)
    they_write("When are you open?")
    desks.hear()
    assert now_of(thread) == ("on", "Desk", True)
    later = now() + timedelta(hours=3)
    db.session.execute(update(Answering).values(answer_at=later))
    db.session.commit()
    assert now_of(thread) == ("on", "Desk", False)
    desks.answer()
    assert now_of(thread) == ("on", "Desk", False)


def test_staff_have_the_word_once_they_took_it(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.hear()
    versions = [standing.of(fresh(thread)).version]
    we_write(fresh(thread), "From nine.", ada.id)
    assert now_of(thread) == ("paused", "Desk", False)
    versions.append(standing.of(fresh(thread)).version)
    switch.turn_off(thread.id, ada)
    db.session.commit()
    assert now_of(thread) == ("off", "Desk", False)
    versions.append(standing.of(fresh(thread)).version)
    switch.assign(thread.id, None, ada)
    db.session.commit()
    versions.append(standing.of(fresh(thread)).version)
    assert len(set(versions)) == 4


def test_a_handoff_says_why(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("Can I talk to a real person?"))
    desks.answer()
    found = standing.of(fresh(thread))
    assert found.is_handed_off and found.since is not None
    assert (found.kind, found.reason) == ("asked for a person", "They asked for a person.")
    assert standing.reasons([thread.id, 999]) == {thread.id: "They asked for a person."}
    assert standing.reasons([]) == {}
    switch.take_over(thread.id, ada)
    db.session.commit()
    assert not standing.of(fresh(thread)).is_handed_off


def test_an_agent_that_is_archived_leaves_it_to_staff(app: Flask) -> None:
    ada, _, desk = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    assert fresh(thread).agent_state == AgentState.ON
    store.archive(desk.id, ada)
    db.session.commit()
    assert now_of(thread) == ("", "", False)
