"""A handoff stands in the thread with its reason, flags it, and is settled once."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import fresh, they_write, thread_of
from webapp.agents.base import HandoffKind
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.handoff import Handoff, HandoffState
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.hours.duty import DAYS
from webapp.services.agents.turns import handing_off, holding
from webapp.services.inbox.timeline import timeline
from webapp.services.team import duty
from webapp.services.threads import assigning


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


def on_duty_always(name: str, phone: str = "") -> User:
    member = factories.user(name)
    duty.save(member, phone, dict.fromkeys(DAYS, ("00:00", "24:00")))
    return member


def handed_off() -> Thread:
    thread = thread_of(they_write("When are you open?"))
    handing_off.hand_off(holding.must_hold(thread.id), HandoffKind.RULE, "They wrote “boss”.")
    db.session.commit()
    return fresh(thread)


def test_it_goes_to_the_one_on_duty_unless_it_is_another_ones(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    grace = on_duty_always("Grace")
    thread = handed_off()
    assert thread.assignee_id == grace.id
    assert desks.timer_of(thread).handoff_reason == "They wrote “boss”."
    assigning.assign(holding.must_hold(thread.id), ada.id, ada.id)
    handing_off.hand_off(holding.must_hold(thread.id), HandoffKind.RULE, "Again.")
    db.session.commit()
    assert fresh(thread).assignee_id == ada.id


def test_it_says_when_no_one_is_on_duty(app: Flask) -> None:
    desks.at_work()
    gone = on_duty_always("Grace")
    gone.duty = {"monday": [0, 1]} if now().weekday() != 0 else {"tuesday": [0, 1]}
    db.session.commit()
    thread = handed_off()
    assert thread.assignee_id is None
    said = "Handed off: They wrote “boss”. No one of your team was on duty."
    assert timeline.latest(thread, None).lines[0].text == said
