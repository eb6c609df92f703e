"""No reply is needed: nobody waits, and what an agent has handed off is settled."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import fresh, they_write, thread_of
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.handoff import Handoff
from webapp.services.inbox import no_reply


def test_what_was_handed_off_is_taken(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("Can I talk to a real person?"))
    desks.answer()
    no_reply.no_reply_needed(thread.id, ada)
    db.session.commit()
    after = fresh(thread)
    assert (after.agent_state, after.needs_reply) == (AgentState.PAUSED, False)
    assert db.session.scalars(select(Handoff.state)).all() == ["taken"]


def test_an_agent_that_answers_goes_on(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("Thanks!"))
    desks.hear()
    no_reply.no_reply_needed(thread.id, ada)
    db.session.commit()
    assert (fresh(thread).agent_state, fresh(thread).needs_reply) == (AgentState.ON, False)


def test_without_any_agent_nobody_waits_any_more(app: Flask) -> None:
    ada, _ = factories.user(), factories.number()
    thread = thread_of(they_write("Thanks!"))
    no_reply.no_reply_needed(thread.id, ada)
    db.session.commit()
    assert not fresh(thread).needs_reply
