"""A handoff stands in the thread with its reason, flags it, and is settled once."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import fresh, they_write, thread_of
from webapp.agents.base import HandoffKind
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.handoff import Handoff, HandoffState
from webapp.services.agents import handing_off, holding
from webapp.services.inbox import timeline


def test_it_flags_the_thread_stops_the_timer_and_forgets_what_was_open(app: Flask) -> None:
    ada, _, desk = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.hear()
    held = holding.must_hold(thread.id)
    holding.answering(thread.id).memory = {"unsure": 1}
    handing_off.hand_off(held, HandoffKind.RULE, "They wrote “boss”.", desk.id)
    db.session.commit()
    thread, row = fresh(thread), desks.timer_of(thread)
    assert (thread.agent_state, thread.needs_reply, thread.agent_id) == (AgentState.HANDED_OFF, True, desk.id)
    assert (row.answer_at, row.memory, row.handoff_kind) == (None, {}, "rule")
    assert row.handoff_reason == "They wrote “boss”."
    lines = [(line.kind, line.icon, line.text) for line in timeline.latest(thread, None).lines]
    assert lines == [("handoff", "flag", "Handed off: They wrote “boss”.")]
    handing_off.settle(thread, HandoffState.TAKEN, ada.id)
    handing_off.settle(thread, HandoffState.RETURNED, ada.id)
    db.session.commit()
    assert db.session.scalars(select(Handoff.state)).one() == HandoffState.TAKEN
    assert timeline.latest(thread, None).lines[0].text == "Handed off: They wrote “boss”. Ada took over."


def test_the_reason_of_an_upset_contact(app: Flask) -> None:
    factories.user()
    desks.at_work()
    thread = thread_of(they_write("This is ridiculous, I want my money back!"))
    desks.answer()
    assert desks.timer_of(thread).handoff_kind == HandoffKind.UPSET
