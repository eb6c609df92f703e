"""Staff phones leave by the same door: claimed, committed, placed, and never dialled twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from jobs import calls as jobs
from tests import calls, desks, factories
from tests.calls import CAROL, Operator, call_of, dispatch, number, pick_up, say, single
from tests.staff_calls import (
    BEA,
    CID,
    later,
    legs,
    on_duty,
    staff_picks_up,
    staff_presses,
    they_press_zero,
)
from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent
from webapp.db import db, now
from webapp.models.call_leg import CallLeg
from webapp.services.calls import leases
from webapp.services.outbox import slots

E = CallEvent


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Operator:
    return calls.operator(monkeypatch)


def test_they_leave_and_take_slots(operator: Operator) -> None:
    on_duty("Bea", BEA)
    on_duty("Cid", CID)
    first, second = they_press_zero()
    assert [leg.state for leg in (first, second)] == ["sent", "sent"]
    assert [leg.carrier_id for leg in (first, second)] == [f"call-{BEA}", f"call-{CID}"]
    assert slots.open_of(first.number_id) == 3


def test_what_certainly_did_not_leave_waits_again(operator: Operator) -> None:
    on_duty("Bea", BEA)
    operator_is_busy(operator)
    assert [(leg.state, leg.lease_until) for leg in legs()] == [("queued", None)]


def test_what_no_one_needs_any_more_does_not_wait_again(operator: Operator) -> None:
    on_duty("Bea", BEA)
    operator_is_busy(operator)
    later()
    operator.fault = None
    dispatch()
    assert [(leg.state, leg.result) for leg in legs()] == [("canceled", "no_answer")]
    assert operator.rang == [CAROL, BEA]


def operator_is_busy(operator: Operator) -> None:
    single(CAROL, number(), agent_id=desks.agent(factories.user("Ada")).id)
    dispatch()
    pick_up()
    say("#0")
    operator.fault = CarrierError("Slow down.", retry_after=60)
    dispatch()


def test_a_slot_is_lost_for_no_longer_than_its_lease(operator: Operator) -> None:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    db.session.execute(update(CallLeg).values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()
    leases.end_legs()
    db.session.commit()
    assert (legs()[0].state, legs()[0].lease_until) == ("unknown", None)
    assert slots.open_of(leg.number_id) == 1


def test_a_creation_that_timed_out_is_never_dialled_again(operator: Operator) -> None:
    on_duty("Bea", BEA)
    single(CAROL, number(), agent_id=desks.agent(factories.user("Ada")).id)
    dispatch()
    pick_up()
    say("#0")
    operator.fault = CarrierError("No answer in time.", unknown=True)
    dispatch()
    dispatch()
    [leg] = legs()
    assert (leg.state, operator.rang, leg.lease_until is not None) == ("unknown", [CAROL, BEA], True)
    assert staff_picks_up(leg) == ["Whisper"], "it rang after all"
    assert staff_presses(leg, "1") == ["Join"]


def test_a_creation_that_was_refused_is_no_answer(operator: Operator) -> None:
    on_duty("Bea", BEA)
    single(CAROL, number(), agent_id=desks.agent(factories.user("Ada")).id)
    dispatch()
    pick_up()
    say("#0")
    operator.fault = CarrierError("This number is none.", permanent=True)
    dispatch()
    assert [(leg.state, leg.result, leg.reason) for leg in legs()] == [
        ("failed", "no_answer", "This number is none.")
    ]
    jobs.see_to_staff(call_of(CAROL).id)
    assert len(operator.transferred) == 1
