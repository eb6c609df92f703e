"""Slots: never more calls of a number are open than it may have, whatever claims, and none leaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tests import calls, factories
from tests.calls import CAROL, DAVE, ERIN, Operator, batch, call_of, claimed, dispatch, number, single, tell
from webapp import queue
from webapp.carriers.calls import CallEvent
from webapp.db import db, now
from webapp.models.call import LEASE_MARGIN, Call
from webapp.models.call_leg import CallLeg
from webapp.services import settings
from webapp.services.outbox import claim, due, slots
from webapp.services.outbox.pace import Pace, Rates
from webapp.services.outbox.slots import Full


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    yield calls.operator(monkeypatch)
    db.session.rollback()


def test_as_many_calls_are_open_as_the_number_may_have(operator: Operator) -> None:
    ours = number(at_once=2)
    batch([CAROL, DAVE, ERIN], ours)
    dispatch()
    assert operator.rang == [CAROL, DAVE]
    assert due.senders() == [], "nobody looks at it again until a slot is free"
    tell(call_of(CAROL), CallEvent.BUSY)
    dispatch()
    assert operator.rang == [CAROL, DAVE, ERIN]
    assert slots.open_of(ours.id) == 2


def test_staff_phones_take_slots_too(operator: Operator) -> None:
    ours = number(at_once=2)
    call = single(ours=ours)
    dispatch()
    leg = CallLeg(call_id=call.id, number_id=ours.id, phone=ERIN, client_ref="leg", state="ringing",
                  lease_until=now() + timedelta(minutes=5))  # fmt: skip
    db.session.add(leg)
    batch([DAVE], ours)
    assert claimed() == []


def test_a_lease_is_as_long_as_the_call_may_take(operator: Operator) -> None:
    single(ring_seconds=20, longest_seconds=100)
    before = now()
    claimed()
    lease = call_of(CAROL).lease_until
    assert lease
    assert timedelta(0) <= lease - before - timedelta(seconds=120) - LEASE_MARGIN < timedelta(seconds=20)


def test_a_slot_whose_lease_is_over_is_free(operator: Operator) -> None:
    ours = number(at_once=1)
    single(ours=ours)
    dispatch()
    single(DAVE, ours)
    assert claimed() == []
    db.session.execute(update(Call.__table__).values(lease_until=now() - timedelta(seconds=1)))
    assert [one.phone for one in claimed()] == [DAVE]


def test_two_dispatchers_at_once_do_not_exceed_it(operator: Operator) -> None:
    """The second one looked before the first one had committed: it notices, and keeps nothing."""
    ours = number(at_once=1)
    made = batch([CAROL, DAVE], ours)
    sender = due.senders()[0]
    assert len(claim.claim(sender, 1)) == 1
    with pytest.MonkeyPatch.context() as late, pytest.raises(Full):
        late.setattr(claim, "_free_slots", lambda _: 1)
        claim.claim(sender, 1)
    db.session.rollback()
    db.session.refresh(made)
    assert [one.phone for one in claimed()] == [CAROL]


def test_nobody_is_called_twice_at_once(operator: Operator) -> None:
    """Not by two numbers, nor by two batches, nor by staff and a batch."""
    first, second = number(), number(e164="+12025550101")
    single(CAROL, first)
    batch([CAROL, DAVE], second)
    dispatch(1)
    assert operator.rang == [CAROL, DAVE]
    tell(call_of(CAROL), CallEvent.NO_ANSWER)
    dispatch()
    assert operator.rang == [CAROL, CAROL, DAVE]


def test_a_member_who_talks_on_their_own_phone_is_not_called(operator: Operator) -> None:
    """Erin is of the team, and on a list, too."""
    ours = number()
    call = single(ours=ours)
    dispatch()
    leg = CallLeg(call_id=call.id, number_id=ours.id, phone=ERIN, client_ref="leg", state="answered",
                  lease_until=now() + timedelta(minutes=5))  # fmt: skip
    db.session.add(leg)
    batch([ERIN, DAVE], number(e164="+12025550101"))
    assert [one.phone for one in claimed()] == [DAVE]
    assert due.senders() == []


def test_two_calls_of_one_thread_wait_for_each_other(operator: Operator) -> None:
    ours = number()
    single(CAROL, ours)
    single(CAROL, ours)
    assert len(claimed()) == 1
    assert claimed() == []


def test_a_batch_may_have_fewer_open_than_its_number(operator: Operator) -> None:
    ours = number(at_once=5)
    batch([CAROL, DAVE, ERIN], ours, at_once=1)
    assert [one.phone for one in claimed()] == [CAROL]
    assert claimed() == []


def test_calls_have_an_account_pace_of_their_own(operator: Operator) -> None:
    """Texts do not take what calls may: the buckets are apart."""
    pace = Pace(queue.redis())
    rates = Rates(units=None, requests=3)
    delays = [pace.reserve((1, "call"), "vonage:call_starts_per_second", rates, [1])[0] for _ in range(3)]  # type: ignore[arg-type]
    assert delays == pytest.approx([0.0, 1 / 3, 2 / 3], abs=0.05)
    assert pace.reserve((1, "sms"), "vonage:requests_per_second", rates, [1])[0] == pytest.approx(0, abs=0.05)  # type: ignore[arg-type]


def test_starts_keep_the_pace_of_the_account(operator: Operator) -> None:
    ours = number(at_once=20)
    batch(factories.phones(4), ours)
    settings.put("call_starts_per_second", 10)
    db.session.commit()
    started: list[float] = []
    place = operator.place

    def timed(call: object) -> str:
        started.append(now().timestamp())
        return place(call)  # type: ignore[arg-type]

    operator.place = timed  # type: ignore[method-assign, assignment]
    dispatch()
    assert len(started) == 4
    assert max(started) - min(started) >= 0.28
