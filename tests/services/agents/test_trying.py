"""Trying an agent: what it would say, and why, of the same parts that really answer."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import desks, factories
from tests.conversations import they_write
from webapp.agents.base import Who
from webapp.agents.definition import PlaybookEntry
from webapp.agents.stored import Caps, WorkingHours
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.message import Message
from webapp.services.agents import store, trying
from webapp.services.agents.trial_talk import Talk, Why
from webapp.services.agents.trying import Person

VISIT = PlaybookEntry("when", "When", ("when is my visit", "what day is my visit"), "On {{day}}, {{name}}.")


@pytest.fixture
def desk(app: Flask) -> Agent:
    return desks.agent(factories.user(), playbook=(*desks.PLAYBOOK, VISIT))


def said(desk: Agent, *texts: str, person: Person | None = None) -> tuple[str, Why]:
    """The last answer to these texts, one after the other."""
    talk = Talk()
    for text in texts:
        talk = trying.say(desk, trying.hear(talk, text), person or Person())
    last = talk.turns[-1]
    assert last.who == Who.AGENT
    assert last.why is not None
    return last.text, last.why


def test_an_answer_and_why(desk: Agent) -> None:
    text, why = said(desk, "when are you open")
    assert text == desks.HOURS
    assert (why.outcome, why.matches[0].key, why.version) == ("sent", "hours", 1)


def test_memory_goes_from_text_to_text(desk: Agent) -> None:
    _, why = said(desk, "book an appointment")
    assert (why.task, why.runs) == ("Appointment", False)
    text, why = said(desk, "book an appointment", "Hedy")
    assert (text, why.runs, why.fields) == ("Noted, Hedy.", True, {"Name": "Hedy"})


def test_what_the_filter_refuses_is_shown_with_what_it_wanted_to_say(desk: Agent) -> None:
    text, why = said(desk, "what is your website")
    assert "evil.example" not in text
    assert (why.outcome, why.proposed) == ("filtered", "See evil.example/x")
    assert "link" in why.filtered


def test_after_a_handoff_it_is_silent_as_it_would_be(desk: Agent) -> None:
    _, why = said(desk, "can I talk to a real person?")
    assert why.handoff_kind == "asked"
    text, why = said(desk, "can I talk to a real person?", "when are you open")
    assert (text, why.outcome, why.because) == ("", "", trying.WITH_STAFF)
    _, why = said(desk, "can I talk to a real person?", "STOP")
    assert "opt out" in why.because


def test_caps_hold_here_too(app: Flask) -> None:
    desk = desks.agent(factories.user(), caps=Caps(1, 1))
    _, why = said(desk, "when are you open", "where can I park")
    assert (why.outcome, why.handoff_kind) == ("handed_off", "machine")


@pytest.mark.parametrize("text", ["STOP", "HELP", "START", "Please stop texting me, this is my work phone"])
def test_wishes_reach_no_agent(desk: Agent, text: str) -> None:
    answer, why = said(desk, text)
    assert (answer, why.outcome) == ("", "")
    assert why.because.endswith(trying.NOBODY)


def test_a_row_that_is_typed_fills_placeholders(desk: Agent) -> None:
    text, _ = said(desk, "when is my visit", person=Person(name="Hedy", row={"day": "Friday"}))
    assert text == "On Friday, Hedy."


def test_a_contact_brings_the_newest_row_and_what_is_typed_wins(desk: Agent) -> None:
    batch = factories.batch(["+12025550111"], columns=["Phone", "day"], created_by=desk.created_by)
    [recipient] = batch_recipients(batch.id)
    recipient.cells = ["+12025550111", "Monday"]
    factories.sent(batch, "+12025550111")
    db.session.flush()
    known = trying.known_person("+12025550111", {"day": ""})
    assert known is not None
    assert known.row["day"] == "Monday"
    typed = trying.known_person("+12025550111", {"day": "Friday"})
    assert typed is not None
    assert typed.row["day"] == "Friday"
    assert trying.known_person("+12025550199", {}) is None


def test_a_batch_of_calls_brings_its_row_too(desk: Agent) -> None:
    batch = factories.batch(["+12025550111"], columns=["Phone", "day"], created_by=desk.created_by)
    [recipient] = batch_recipients(batch.id)
    recipient.cells = ["+12025550111", "Monday"]
    called = {"batch_id": batch.id, "recipient_id": recipient.id, "first_message": "See you on Monday."}
    factories.call("+12025550111", batch.number_id, **called)
    db.session.flush()
    known = trying.known_person("+12025550111", {})
    assert known is not None
    assert (known.row["day"], known.message) == ("Monday", "See you on Monday.")


def batch_recipients(batch_id: int) -> list:  # type: ignore[type-arg]
    from webapp.models.recipient import Recipient

    return list(db.session.scalars(select(Recipient).where(Recipient.batch_id == batch_id)))


def test_the_gate_is_asked_only_for_someone_who_exists(desk: Agent) -> None:
    factories.number()
    they_write("STOP", "+12025550111")
    known = trying.known_person("+12025550111", {})
    assert known is not None
    assert "opted out" in said(desk, "when are you open", person=known)[1].gate
    assert said(desk, "when are you open")[1].gate == ""


def test_nothing_is_sent_or_kept(desk: Agent) -> None:
    said(desk, "when are you open", "book an appointment", "Hedy")
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_closed_hours_are_told_and_do_not_hide_the_answer(app: Flask) -> None:
    never_now = WorkingHours("Etc/GMT+12", None, None, (0, 1))
    desk = desks.agent(factories.user(), hours=never_now, away="Back soon.")
    assert trying.closed_until(store.current(desk).definition) is not None
    assert said(desk, "when are you open")[0] == desks.HOURS
