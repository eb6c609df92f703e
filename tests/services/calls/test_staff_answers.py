"""Someone asks for a person: staff phones ring, and of all of them together comes one result."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from jobs import calls as jobs
from tests import desks, factories
from tests.calls import (
    CAROL,
    DAVE,
    Operator,
    call_of,
    dispatch,
    hears,
    legs,
    number,
    on_duty,
    pick_up,
    say,
    single,
    staff_picks_up,
    staff_presses,
    tell,
    tell_leg,
)
from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent, CallReport, PickedUp
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.handoff import Handoff
from webapp.models.thread import Thread
from webapp.services import settings
from webapp.services.calls import answering, leases, staff_answers, staff_phones
from webapp.services.outbox import slots

E = CallEvent
BEA, CID = "+12025550171", "+12025550172"


def they_press_zero() -> list[CallLeg]:
    """Carol is called by an agent, and asks for a person; the staff phones ring."""
    single(CAROL, number(), agent_id=desks.agent(factories.user("Ada")).id)
    dispatch()
    pick_up()
    assert say("#0")[-2:-1] == ["RingStaff"]
    dispatch()
    return legs()


def later(seconds: int = 60) -> None:
    """So much time has passed for what is looked at then."""
    table = Call.__table__
    db.session.execute(update(table).values(staff_until=now() - timedelta(seconds=1)))  # type: ignore[arg-type]
    db.session.commit()
    jobs.see_to_staff(call_of(CAROL).id)
    db.session.rollback()


def results() -> list[str | None]:
    return [leg.result for leg in legs()]


def test_without_anyone_on_duty_a_callback_is_offered(operator: Operator) -> None:
    single(CAROL, number(), agent_id=desks.agent(factories.user("Ada")).id)
    dispatch()
    pick_up()
    assert "colleague call you back" in say("#0")[1]
    assert legs() == []


def test_the_first_key_has_the_call_and_the_others_are_hung_up(operator: Operator) -> None:
    bea, _ = on_duty("Bea", BEA), on_duty("Cid", CID)
    first, second = they_press_zero()
    assert [leg.phone for leg in (first, second)] == [BEA, CID]
    assert operator.rang == [CAROL, BEA, CID]
    assert staff_picks_up(first) == ["Whisper"]
    assert staff_picks_up(second) == ["Whisper"]
    assert staff_presses(first, "1") == ["Join"]
    assert staff_presses(second, "1") == ["Refuse"], "too late"
    assert staff_presses(first, "1") == ["Join"], "asked once more"
    assert results() == ["accepted", "declined"]
    jobs.see_to_staff(call_of(CAROL).id)
    assert [one for one, _ in operator.hung_up] == [second.carrier_id]
    thread = db.session.scalars(select(Thread)).one()
    assert (thread.assignee_id, thread.agent_state, thread.needs_reply) == (bea.id, "paused", False)
    [handoff] = db.session.scalars(select(Handoff))
    assert (handoff.state, handoff.user_id) == ("taken", bea.id)
    assert operator.transferred == [], "the contact waits in the conversation"


def test_all_decline_and_the_contact_is_offered_a_callback(operator: Operator) -> None:
    on_duty("Bea", BEA)
    on_duty("Cid", CID)
    first, second = they_press_zero()
    tell_leg(first, E.REJECTED)
    assert call_of(CAROL).push_turn is None, "the other one may still take it"
    staff_picks_up(second)
    assert staff_presses(second, "3") == ["Refuse"]
    assert results() == ["declined", "declined"]
    jobs.see_to_staff(call_of(CAROL).id)
    [(carrier_id, said)] = operator.transferred
    assert carrier_id == call_of(CAROL).carrier_id
    assert said[0].startswith("I am sorry, my colleagues cannot take the call")
    assert said == hears(CAROL)
    jobs.see_to_staff(call_of(CAROL).id)
    assert len(operator.transferred) == 1
    assert "A colleague will call you back" in say("yes")[0]


@pytest.mark.parametrize(
    ("event", "result"),
    [
        (E.NO_ANSWER, "no_answer"),
        (E.BUSY, "declined"),
        (E.FAILED, "no_answer"),
        (E.MACHINE, "voicemail"),
        (E.BEEP, "voicemail"),
    ],
)
def test_each_way_in_which_a_phone_ends_is_one_result(operator: Operator, event: E, result: str) -> None:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    if result == "voicemail":
        assert staff_picks_up(leg) == ["Whisper"]
    tell_leg(leg, event)
    tell_leg(leg, event)
    assert results() == [result]
    turn = call_of(CAROL).turn
    jobs.see_to_staff(call_of(CAROL).id)
    tell_leg(leg, E.COMPLETED)
    assert (call_of(CAROL).turn, len(operator.transferred)) == (turn, 1)
    assert bool(operator.hung_up) == (result == "voicemail")


def test_no_key_in_time_declines(operator: Operator) -> None:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    staff_picks_up(leg)
    assert staff_presses(leg, "") == ["Refuse"]
    assert results() == ["declined"]


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


def test_a_slot_is_lost_for_no_longer_than_its_lease(operator: Operator) -> None:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    db.session.execute(update(CallLeg).values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()
    leases.end()
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


def taken() -> CallLeg:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    staff_picks_up(leg)
    staff_presses(leg, "1")
    return legs()[0]


def test_staff_hang_up_and_the_call_is_over(operator: Operator) -> None:
    leg = taken()
    tell_leg(leg, E.COMPLETED)
    tell(call_of(CAROL), E.COMPLETED, seconds=50)
    later()
    assert (call_of(CAROL).state, call_of(CAROL).outcome) == ("ended", "answered")
    assert operator.transferred == []


def test_staff_whose_line_was_lost_are_rung_once_more(operator: Operator) -> None:
    leg = taken()
    tell_leg(leg, E.COMPLETED)
    later()
    assert operator.asked == [(call_of(CAROL).carrier_id, "")]
    [(_, said)] = operator.transferred
    assert said[0] == "I am sorry, we were cut off."
    assert said[-2] == "RingStaff"
    assert [(one.round, one.phone) for one in legs()] == [(1, BEA), (2, BEA)]


def test_a_contact_who_had_left_too_is_not_rung_for(operator: Operator) -> None:
    """The event was lost: the carrier is asked."""
    leg = taken()
    call = call_of(CAROL)
    gone = CallReport(str(call.carrier_id), "", E.COMPLETED, seconds=50, carrier="tiny")
    operator.known[str(call.carrier_id)] = gone
    tell_leg(leg, E.COMPLETED)
    later()
    assert (call_of(CAROL).state, operator.transferred) == ("ended", [])


def test_a_line_that_could_not_be_told_is_told_later(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    tell_leg(leg, E.BUSY)

    def busy(*_: object) -> bool:
        raise CarrierError("Slow down.", retry_after=1)

    with monkeypatch.context() as slow:
        slow.setattr(operator, "transfer", busy)
        jobs.see_to_staff(call_of(CAROL).id)
    assert list(staff_phones.due()) == [call_of(CAROL).id]
    jobs.see_to_staff(call_of(CAROL).id)
    assert len(operator.transferred) == 1
    assert list(staff_phones.due()) == []


def test_who_calls_a_number_of_staff_is_put_through(operator: Operator) -> None:
    bea = on_duty("Bea", BEA)
    number()
    db.session.commit()
    told = PickedUp("in-1", "", "CON-2", "", DAVE, factories.OUR_NUMBER, "tiny")
    assert [type(one).__name__ for one in answering.answer(told).commands] == ["Say", "RingStaff"]
    db.session.commit()
    dispatch()
    [leg] = legs(DAVE)
    staff_picks_up(leg)
    staff_presses(leg, "1")
    tell(call_of(DAVE), E.COMPLETED, ref="", seconds=50)
    thread = db.session.scalars(select(Thread)).one()
    assert (call_of(DAVE).outcome, thread.assignee_id, thread.needs_reply) == ("answered", bea.id, False)


def test_who_calls_staff_that_do_not_answer_leaves_a_message(operator: Operator) -> None:
    on_duty("Bea", BEA)
    number()
    db.session.commit()
    answering.answer(PickedUp("in-1", "", "CON-2", "", DAVE, factories.OUR_NUMBER, "tiny"))
    db.session.commit()
    dispatch()
    tell_leg(legs(DAVE)[0], E.NO_ANSWER)
    jobs.see_to_staff(call_of(DAVE).id)
    [(_, said)] = operator.transferred
    assert "Please leave a message" in said[0]
    assert said[1] == "Record"
    assert db.session.scalars(select(Thread)).one().needs_reply


def test_a_key_of_a_phone_that_is_not_known_says_nothing(operator: Operator) -> None:
    leg = CallLeg(client_ref="nothing")
    assert staff_presses(leg, "1") == []
    assert staff_answers.look(99) is None
