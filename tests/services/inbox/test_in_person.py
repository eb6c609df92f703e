"""What stands in the way of calling someone in person is said before any phone rings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests import calls, desks, factories
from tests.calls import CAROL, Operator, dispatch, number
from tests.staff_calls import BEA, on_duty
from webapp.db import db
from webapp.errors import Conflict
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.event import Event
from webapp.models.opt_out import OptOutSource
from webapp.models.thread import Thread
from webapp.services.agents.turns import switch
from webapp.services.inbox import in_person
from webapp.services.opt_outs import register


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    yield calls.operator(monkeypatch)
    db.session.rollback()


@pytest.fixture
def thread(operator: Operator) -> Thread:
    return factories.thread(CAROL, number().id)


def refused(thread: Thread, phone: str = BEA) -> str:
    with pytest.raises(Conflict) as fault:
        in_person.start(thread, on_duty("Bea", phone))
    assert db.session.scalars(select(CallLeg)).all() == []
    return fault.value.sentence


def test_the_phone_of_the_member_waits_to_ring(thread: Thread) -> None:
    bea = on_duty("Bea", BEA)
    call = in_person.start(thread, bea)
    assert (call.state, call.connects, call.phone, call.user_id) == ("staff_first", True, CAROL, bea.id)
    assert [(leg.phone, leg.user_id) for leg in db.session.scalars(select(CallLeg))] == [(BEA, bea.id)]
    assert db.session.scalars(select(Event.kind)).all() == ["call.placed_in_person"]
    assert thread.assignee_id is None, "no agent answers there, as when staff write"
    assert in_person.start(thread, bea).id == call.id, "pressed twice, it is one call"


def test_the_agent_is_paused_and_it_is_theirs_as_when_they_write(thread: Thread) -> None:
    thread.agent_id, thread.agent_state = desks.agent(factories.user("Ada")).id, "on"
    bea = on_duty("Bea", BEA)
    in_person.start(thread, bea)
    db.session.refresh(thread)
    assert (thread.agent_state, thread.assignee_id) == ("paused", bea.id)
    assert switch.taken_by(thread) == bea


def test_another_conversation_finds_the_phone_busy(thread: Thread, operator: Operator) -> None:
    bea = on_duty("Bea", BEA)
    in_person.start(thread, bea)
    with pytest.raises(Conflict, match="Your phone is in a call already"):
        in_person.start(factories.thread(calls.DAVE, thread.number_id), bea)
    dispatch()
    with pytest.raises(Conflict, match="Your phone is in a call already"):
        in_person.start(factories.thread(calls.DAVE, thread.number_id), bea)
    assert (len(db.session.scalars(select(Call)).all()), operator.rang) == (1, [BEA])


def test_what_stands_in_the_way(thread: Thread) -> None:
    assert refused(thread, "") == in_person.NO_PHONE
    assert refused(thread, CAROL) == "Their phone is yours."
    register.record(CAROL, OptOutSource.STAFF, "On the phone")
    assert "opted out" in refused(thread)
    thread.number.services["call"].active = False
    assert "Calls are switched off" in refused(thread)


def test_two_lines_are_needed(operator: Operator) -> None:
    assert refused(factories.thread(CAROL, number(at_once=1).id)) == in_person.ONE_LINE
