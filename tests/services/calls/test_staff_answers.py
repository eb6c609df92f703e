"""Someone asks for a person: staff phones ring, and of all of them together comes one result."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from jobs import calls as jobs
from jobs.sweep import sweep
from tests import desks, factories
from tests.calls import CAROL, DAVE, Operator, call_of, dispatch, hears, number, pick_up, say, single, tell
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
from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent, CallReport, PickedUp
from webapp.db import db
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.handoff import Handoff
from webapp.models.thread import Thread
from webapp.rules.callflow.commands import Whisper
from webapp.services.calls import answering, staff_answers, staff_phones

E = CallEvent


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


def test_each_phone_hears_why_in_its_own_language(operator: Operator) -> None:
    on_duty("Bea", BEA).phone_language = "de"
    on_duty("Cid", CID)
    bea, cid = they_press_zero()
    said = {leg.phone: staff_answers.whispers(leg) for leg in (bea, cid)}
    [german], [english] = (said[phone].commands for phone in (BEA, CID))
    assert (said[BEA].line.language, said[CID].line.language) == ("de", "en")
    assert isinstance(german, Whisper) and isinstance(english, Whisper)
    assert german.reason.endswith("Die Person hat die 0 gedrückt, um mit jemandem zu sprechen.")
    assert english.reason.endswith("They pressed 0, for a person.")


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


def dave_calls_the_desk() -> None:
    """Our number has no agent: Bea's phone rings."""
    on_duty("Bea", BEA)
    number()
    db.session.commit()
    answering.answer(PickedUp("in-1", "", "CON-2", "", DAVE, factories.OUR_NUMBER, "tiny"))
    db.session.commit()
    dispatch()


def test_who_calls_staff_talks_with_them_for_as_long_as_they_like(operator: Operator) -> None:
    """A call that came in is ended by no one: its lease is not over before that of the phone that took it."""
    dave_calls_the_desk()
    [leg] = legs(DAVE)
    staff_picks_up(leg)
    staff_presses(leg, "1")
    lease = call_of(DAVE).lease_until
    assert lease
    aged = update(Call.__table__).values(lease_until=lease - timedelta(minutes=20))  # type: ignore[arg-type]
    db.session.execute(aged)
    db.session.commit()
    sweep()
    jobs.see_to_staff(call_of(DAVE).id)
    assert (call_of(DAVE).state, operator.hung_up) == ("answered", [])


def test_who_calls_staff_that_do_not_answer_leaves_a_message(operator: Operator) -> None:
    dave_calls_the_desk()
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
