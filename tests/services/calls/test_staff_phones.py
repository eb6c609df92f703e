"""Which phones of staff ring, and that none rings, or takes a slot, for longer than needed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from jobs import calls as jobs
from tests import desks, factories
from tests.calls import CAROL, Operator, call_of, claimed, dispatch, number, pick_up, say, single, tell
from tests.staff_calls import (
    BEA,
    CID,
    later,
    legs,
    on_duty,
    results,
    staff_picks_up,
    staff_presses,
    taken,
    tell_leg,
    they_press_zero,
)
from webapp.carriers.calls import CallEvent, CallReport
from webapp.db import db, now
from webapp.models.call_leg import CallLeg
from webapp.services import settings
from webapp.services.calls import leases, staff_phones
from webapp.services.outbox import slots

E = CallEvent


def test_who_can_be_rung_is_on_duty_with_a_phone_that_is_free(operator: Operator) -> None:
    bea, _ = on_duty("Bea", BEA), on_duty("Cid", CID)
    on_duty("Dan", "")
    off = on_duty("Eve", "+12025550173")
    off.duty = {}
    on_duty("Bob", BEA)
    db.session.commit()
    assert [one.phone for one in staff_phones.free()] == [BEA, CID], "each phone once"
    assert [one.phone for one in staff_phones.free(but_for=CID)] == [BEA]
    assert [one.name for one in staff_phones.free(without=[bea.id])] == ["Bob", "Cid"]
    they_press_zero()
    assert staff_phones.free() == [], "they ring"


def test_one_phone_after_the_other(operator: Operator) -> None:
    settings.put("ring_staff_together", False)
    on_duty("Bea", BEA)
    on_duty("Cid", CID)
    [first] = they_press_zero()
    tell_leg(first, E.NO_ANSWER)
    dispatch()
    assert operator.rang == [CAROL, BEA, CID]
    tell_leg(legs()[1], E.NO_ANSWER)
    assert call_of(CAROL).push_turn is not None


def test_lost_events_do_not_let_them_wait_for_ever(operator: Operator) -> None:
    """Nothing is heard of the phone: at its time the conversation goes on, and the phone is hung up."""
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    assert list(staff_phones.due()) == []
    later()
    assert results() == ["no_answer"]
    assert len(operator.transferred) == 1
    assert [one for one, _ in operator.hung_up] == [leg.carrier_id]
    assert staff_picks_up(leg) == ["Refuse"], "it picks up after all"
    assert staff_presses(leg, "1") == ["Refuse"]


def test_a_phone_whose_event_was_lost_frees_its_slot_when_the_carrier_knows_no_call(
    operator: Operator,
) -> None:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    tell_leg(leg, E.RINGING)
    assert slots.open_of(leg.number_id) == 2
    operator.gone.add(str(leg.carrier_id))
    later()
    assert [one.state for one in legs()] == ["ended"]
    assert slots.open_of(leg.number_id) == 1


def test_a_phone_has_its_slot_for_ringing_and_deciding_and_once_it_is_taken_for_the_talk(
    operator: Operator,
) -> None:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    assert leg.claimed_at
    assert leg.lease_until
    assert leg.lease_until - leg.claimed_at < timedelta(minutes=3), "no one talks yet"
    staff_picks_up(leg)
    staff_presses(leg, "1")
    [leg] = legs()
    assert leg.lease_until
    assert leg.lease_until - now() > timedelta(hours=1)


def test_the_carrier_is_asked_about_a_talk_whose_end_was_not_told(operator: Operator) -> None:
    leg = taken()
    db.session.execute(update(CallLeg).values(answered_at=now() - timedelta(minutes=3)))
    db.session.commit()
    tell(call_of(CAROL), CallEvent.COMPLETED, seconds=30)
    operator.known[str(leg.carrier_id)] = CallReport(str(leg.carrier_id), "", E.ANSWERED, carrier="tiny")
    jobs.look_after()
    jobs.look_after()
    assert [one for one, _ in operator.asked] == [leg.carrier_id], "it goes on: not at once again"
    assert slots.open_of(leg.number_id) == 1
    db.session.execute(update(CallLeg).values(looked_at=now() - timedelta(minutes=3)))
    over = CallReport(str(leg.carrier_id), "", E.COMPLETED, seconds=99, price=0.1, carrier="tiny")
    operator.known[str(leg.carrier_id)] = over
    db.session.commit()
    jobs.look_after()
    [leg] = legs()
    assert (leg.state, leg.outcome, leg.seconds, leg.lease_until) == ("ended", "answered", 99, None)
    assert slots.open_of(leg.number_id) == 0


def test_who_hangs_up_lets_the_phones_stop(operator: Operator) -> None:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    tell(call_of(CAROL), E.COMPLETED, seconds=30)
    assert call_of(CAROL).outcome == "answered"
    jobs.see_to_staff(call_of(CAROL).id)
    assert [one for one, _ in operator.hung_up] == [leg.carrier_id]
    assert staff_picks_up(leg) == ["Refuse"]
    assert operator.transferred == []


def test_a_phone_that_waits_for_a_slot_is_not_placed_afterwards(operator: Operator) -> None:
    on_duty("Bea", BEA)
    single(CAROL, number(at_once=1), agent_id=desks.agent(factories.user("Ada")).id)
    dispatch()
    pick_up()
    say("#0")
    dispatch()
    assert [leg.state for leg in legs()] == ["queued"], "the number has one line"
    later()
    assert [(leg.state, leg.result) for leg in legs()] == [("canceled", "no_answer")]
    assert len(operator.transferred) == 1


def test_a_worker_that_died_over_a_phone_keeps_no_one_waiting(operator: Operator) -> None:
    """No one knows whether it was placed: it is not dialled again, and its slot comes back."""
    on_duty("Bea", BEA)
    single(CAROL, number(), agent_id=desks.agent(factories.user("Ada")).id)
    dispatch()
    pick_up()
    say("#0")
    claimed()
    later()
    assert [(leg.state, leg.result) for leg in legs()] == [("sending", "no_answer")]
    assert len(operator.transferred) == 1
    dispatch()
    assert operator.rang == [CAROL]
    db.session.execute(update(CallLeg).values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()
    leases.end_legs()
    db.session.commit()
    assert [leg.state for leg in legs()] == ["unknown"]
    assert slots.open_of(call_of(CAROL).number_id) == 1
    jobs.see_to_staff(call_of(CAROL).id)
    assert len(operator.transferred) == 1
