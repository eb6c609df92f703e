"""Calls whose events were lost: the carrier is asked, and the lease frees their slots at last."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from jobs import calls as jobs
from jobs.sweep import sweep
from tests import factories
from tests.calls import CAROL, DAVE, ERIN, Operator, batch, call_of, dispatch, number, single, standing, tell
from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent, CallReport, PickedUp
from webapp.db import db, now
from webapp.models.batch import BatchState
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.entry import Entry
from webapp.services.calls import answering, leases
from webapp.services.outbox import slots

LONG = timedelta(hours=3)


def silent_for(time: timedelta) -> None:
    """Nothing was heard of any call since then."""
    db.session.execute(update(Entry).values(claimed_at=now() - time))
    own = Call.__table__
    db.session.execute(update(own).where(own.c.answered_at.is_not(None)).values(answered_at=now() - time))
    db.session.commit()


def leases_over() -> None:
    db.session.execute(update(Call.__table__).values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()


def test_the_carrier_is_asked_about_a_call_that_fell_silent(operator: Operator) -> None:
    made = batch([CAROL])
    dispatch()
    tell(call_of(CAROL), CallEvent.ANSWERED, region_url="https://api-us-1.nexmo.com")
    assert leases.silent() == [], "it is talking, as far as we know"
    silent_for(timedelta(minutes=3))
    operator.known["call-1"] = CallReport(
        "call-1", "", CallEvent.COMPLETED, seconds=30, price=0.2, carrier="tiny"
    )
    jobs.look_after()
    assert operator.asked == [("call-1", "https://api-us-1.nexmo.com")]
    call = call_of(CAROL)
    assert (call.state, call.outcome, call.seconds, call.price) == ("ended", "answered", 30, 0.2)
    assert standing(made) == ["answered"]
    assert slots.open_of(call.number_id) == 0


def test_one_that_goes_on_is_asked_about_again_later(operator: Operator) -> None:
    single()
    dispatch()
    tell(call_of(CAROL), CallEvent.ANSWERED)
    silent_for(timedelta(minutes=3))
    operator.known["call-1"] = CallReport("call-1", "", CallEvent.ANSWERED, carrier="tiny")
    jobs.look_after()
    jobs.look_after()
    assert (len(operator.asked), call_of(CAROL).state) == (1, "answered")


def test_a_carrier_that_cannot_be_asked_stops_nothing(operator: Operator) -> None:
    single()
    dispatch()
    silent_for(LONG)

    def away(carrier_id: str, region_url: str) -> CallReport | None:
        raise CarrierError("Tiny Telecom cannot be reached.")

    operator.look = away  # type: ignore[method-assign]
    jobs.look_after()
    call = call_of(CAROL)
    assert (call.state, call.looked_at is not None) == ("sent", True)


def test_the_sweep_asks_for_it(operator: Operator) -> None:
    single()
    dispatch()
    silent_for(LONG)
    [found] = leases.silent()
    assert (found.carrier, found.carrier_id) == ("tiny", "call-1")


def test_at_the_end_of_its_lease_a_call_takes_no_slot(operator: Operator) -> None:
    """Who was on the line has been talked with; of whom nobody told is unknown, and is not dialled again."""
    made = batch([CAROL, DAVE], number(at_once=3), retries=2)
    dispatch()
    tell(call_of(CAROL), CallEvent.ANSWERED)
    tell(call_of(DAVE), CallEvent.RINGING)
    leases_over()
    sweep()
    assert [(call_of(one).state, call_of(one).outcome) for one in (CAROL, DAVE)] == [
        ("ended", "answered"), ("unknown", None),
    ]  # fmt: skip
    assert standing(made) == ["answered", "unknown"]
    assert call_of(DAVE).reason == leases.NEVER_TOLD
    assert slots.open_of(made.number_id or 0) == 0
    db.session.refresh(made)
    assert made.state == BatchState.FINISHED
    dispatch()
    assert len(operator.placed) == 2


def test_a_caller_whom_no_one_took_was_not_talked_with(operator: Operator) -> None:
    number()
    db.session.commit()
    answering.answer(PickedUp("in-1", "", "CON-2", "", DAVE, factories.OUR_NUMBER, "tiny"))
    db.session.commit()
    leases_over()
    sweep()
    assert (call_of(DAVE).outcome, call_of(DAVE).reason) == ("no_answer", leases.NEVER_TOLD)


def test_a_late_event_still_settles_what_was_unknown(operator: Operator) -> None:
    made = batch([CAROL])
    dispatch()
    leases_over()
    sweep()
    tell(call_of(CAROL), CallEvent.NO_ANSWER)
    assert (call_of(CAROL).outcome, standing(made)) == ("no_answer", ["no_answer"])


def test_what_rings_after_all_takes_a_slot_again_and_is_asked_about(operator: Operator) -> None:
    single()
    dispatch()
    silent_for(LONG)
    leases_over()
    sweep()
    tell(call_of(CAROL), CallEvent.RINGING)
    assert slots.open_of(call_of(CAROL).number_id) == 1
    operator.known["call-1"] = CallReport("call-1", "", CallEvent.NO_ANSWER, carrier="tiny")
    jobs.look_after()
    assert (call_of(CAROL).state, call_of(CAROL).lease_until) == ("ended", None)


def test_a_staff_phone_takes_no_slot_for_ever(operator: Operator) -> None:
    call = single()
    dispatch()
    leg = CallLeg(call_id=call.id, number_id=call.number_id, phone=ERIN, client_ref="leg", state="ringing",
                  lease_until=now() - timedelta(seconds=1))  # fmt: skip
    db.session.add(leg)
    db.session.commit()
    sweep()
    db.session.refresh(leg)
    assert (leg.state, leg.lease_until, leg.reason) == ("unknown", None, leases.NEVER_TOLD)
