"""Triggers in a conversation start what listens to them, and only that."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import calls, desks, factories
from tests.calls import Operator, call_of, dispatch, tell
from tests.conversations import CAROL, they_write, thread_of
from tests.services.actions import people
from tests.services.workflows.stage import act, ada, contact, flow, live, ours, run, runs, step
from webapp.agents.base import HandoffKind
from webapp.carriers.base import Report, StatusReport
from webapp.carriers.calls import CallEvent, PickedUp, RecordingMade
from webapp.db import db
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.services import receipts, signals
from webapp.services.agents.turns import handing_off
from webapp.services.calls import answering, recorded
from webapp.services.contacts import blocking
from webapp.services.threads import enqueue

END = step(1, "note", text="Heard")


def listens(trigger: str, **settings: str) -> None:
    live(flow(trigger, END, **settings))


@pytest.mark.parametrize(
    ("settings", "text", "starts"),
    [
        ({}, "Hello", True),
        ({}, "STOP", False),
        ({}, "HELP", False),
        ({"words": "book, an appointment"}, "Can I BOOK?", True),
        ({"words": "book, an appointment"}, "I need an  appointment!", True),
        ({"words": "book"}, "I read books", False),
        ({"kind": "yes"}, "Yes please", True),
        ({"kind": "yes"}, "No thanks", False),
        ({"kind": "question"}, "When do you open?", True),
    ],
)
def test_a_text(app: Flask, settings: dict[str, str], text: str, starts: bool) -> None:
    listens("message", **settings)
    they_write(text)
    act()
    assert [one.event["text"] for one in runs()] == ([text] if starts else [])


def test_a_text_to_a_certain_number(app: Flask) -> None:
    ours()
    other = factories.number("+12025550177")
    listens("message", number=str(other.id))
    they_write("Hello")
    they_write("Hi", to="+12025550177")
    act()
    assert [one.event["text"] for one in runs()] == ["Hi"]


@pytest.mark.parametrize("reports", [[Report.REJECTED], [Report.UNDELIVERED, Report.REJECTED]])
def test_a_text_that_did_not_arrive(app: Flask, reports: list[Report]) -> None:
    listens("message_failed")
    contact()
    enqueue.put(db.session.scalars(select(Thread)).one(), "Hi", Origin.API, ref="ours-1")
    db.session.execute(update(Message).values(state="sent", carrier="vonage"))
    db.session.commit()
    for report in reports:
        receipts.receive(
            StatusReport("theirs-1", "ours-1", report, "7", "No such phone."), {"n": str(report)}
        )
        db.session.commit()
    act()
    assert run().event == {"reason": "No such phone.", "text": "Hi"}


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Operator:
    return calls.operator(monkeypatch)


def rings(carrier_id: str = "uuid-1") -> None:
    answering.answer(PickedUp(carrier_id, "", "", "", CAROL, factories.OUR_NUMBER, "tiny"))
    db.session.commit()


def test_they_call(operator: Operator) -> None:
    calls.number()
    listens("call_in")
    rings()
    act()
    assert run().event == {"number": factories.OUR_NUMBER}


@pytest.mark.parametrize(
    ("settings", "starts"),
    [
        ({}, True),
        ({"direction": "in", "outcomes": "missed"}, True),
        ({"outcomes": "no_answer"}, True),
        ({"direction": "out"}, False),
        ({"outcomes": "answered, busy"}, False),
    ],
)
def test_a_call_of_theirs_that_no_one_took(
    operator: Operator, settings: dict[str, str], starts: bool
) -> None:
    calls.number()
    listens("call_ended", **settings)
    rings()
    tell(call_of(CAROL), CallEvent.COMPLETED, seconds=4)
    act()
    assert [one.event["outcome"] for one in runs()] == (["missed"] if starts else [])


@pytest.mark.parametrize(("wanted", "starts"), [("missed", True), ("voicemail", True), ("no_answer", False)])
def test_who_left_a_message_called_in_vain_too(operator: Operator, wanted: str, starts: bool) -> None:
    calls.number()
    listens("call_ended", direction="in", outcomes=wanted)
    rings()
    call = call_of(CAROL)
    recorded.receive(RecordingMade(str(call.client_ref), call.turn, True, "f-1", "https://x.nexmo.com/f"))
    db.session.commit()
    tell(call_of(CAROL), CallEvent.COMPLETED, seconds=20)
    act()
    assert [one.event["outcome"] for one in runs()] == (["voicemail"] if starts else [])


@pytest.mark.parametrize("kind", ["call_in", "call_ended", "message"])
def test_what_blocked_contacts_do_starts_nothing(operator: Operator, kind: str) -> None:
    calls.number()
    listens(kind)
    blocking.block(contact(), factories.user("Bea"))
    rings()
    tell(call_of(CAROL), CallEvent.COMPLETED, seconds=4)
    they_write("Hello")
    act()
    assert runs() == []


def test_a_call_of_ours(operator: Operator) -> None:
    calls.number()
    listens("call_ended", direction="out", outcomes="no_answer")
    calls.single(ours=ours())
    dispatch()
    tell(call_of(CAROL), CallEvent.NO_ANSWER)
    act()
    assert run().event == {"outcome": "no_answer", "direction": "out", "seconds": "0"}


def test_staff_are_asked_for(app: Flask) -> None:
    listens("handoff")
    thread = thread_of(they_write("A person, please"))
    handing_off.hand_off(thread, HandoffKind.ASKED, "They want a person.")
    db.session.commit()
    act()
    assert run().event == {"reason": "They want a person.", "why": str(HandoffKind.ASKED)}


def test_an_agent_reached_its_goal(app: Flask) -> None:
    listens("goal")
    agent = desks.agent(ada(), "Mia")
    thread = thread_of(they_write("I will come"))
    told = {"thread": thread.id, "agent": agent.id, "reason": "They come."}
    for at in ("2026-03-09T10:00:00", "2026-03-09T10:00:00", "2026-04-09T10:00:00"):  # a batch asked again
        signals.emit(signals.GOAL_REACHED, **told, at=at)
        act()
    assert [one.event for one in runs()] == [{"agent": "Mia", "reason": "They come."}] * 2


@pytest.mark.parametrize(
    ("settings", "starts"),
    [({}, True), ({"task": "book a visit"}, True), ({"task": "Other"}, False), ({"result": "failed"}, False)],
)
def test_a_task_is_over(app: Flask, settings: dict[str, Any], starts: bool) -> None:
    listens("task_done", **settings)
    thread = people.carols_thread(app)
    people.carried_out(thread, ("note", {"text": "Booked"}), day="Monday")
    act()
    expected = {"day": "Monday", "task": "Book a visit", "result": "done"}
    assert [one.event for one in runs()] == ([expected] if starts else [])
