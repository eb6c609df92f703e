"""A member calls in person: their own phone first, then the contact's; no line is left open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from jobs import calls as jobs
from tests import factories
from tests.calls import CAROL, Operator, call_of, claimed, dispatch, hears, number, pick_up, tell
from tests.staff_calls import BEA, E, later, legs, on_duty, staff_picks_up, staff_presses, tell_leg
from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent, CallReport, PickedUp, Turned
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.entry import Entry
from webapp.models.opt_out import OptOutSource
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.callflow.commands import Refuse, Whisper
from webapp.rules.callflow.events import Silence
from webapp.services import settings
from webapp.services.calls import answering, hanging_up, reports, staff_answers, stepping_in
from webapp.services.inbox import in_person
from webapp.services.opt_outs import register
from webapp.services.outbox import record
from webapp.services.outbox.claimed_entry import Outcome, SendResult


@pytest.fixture
def leg(operator: Operator) -> CallLeg:
    """Bea wants to talk with Carol, and her phone rings."""
    thread = factories.thread(CAROL, number().id)
    in_person.start(thread, on_duty("Bea", BEA))
    dispatch()
    assert operator.rang == [BEA], "hers first, and no other"
    return legs()[0]


def taken(leg: CallLeg) -> CallLeg:
    """She presses 1, and Carol is called."""
    assert staff_picks_up(leg) == ["Whisper"]
    assert staff_presses(leg, "1") == ["Join"]
    dispatch()
    return legs()[0]


def test_they_are_put_through_to_each_other(leg: CallLeg, operator: Operator) -> None:
    taken(leg)
    assert operator.rang == [CAROL, BEA]
    assert pick_up() == ["Meet", 1]
    assert call_of(CAROL).state == "answered"
    tell(call_of(CAROL), E.COMPLETED, seconds=20)
    call = call_of(CAROL)
    assert (call.outcome, call.seconds, call.lease_until) == ("answered", 20, None)
    jobs.see_to_staff(call.id)
    assert operator.hung_up == [(leg.carrier_id, "")], "should it not have ended with the conversation"
    assert operator.transferred == []


def test_who_speaks_on_a_voicemail_is_not_put_out_of_it_when_it_is_noticed(
    leg: CallLeg, operator: Operator
) -> None:
    """The answer to an event replaces what the line hears: it would leave the conversation, and end it."""
    taken(leg)
    assert pick_up() == ["Meet", 1]
    tell(call_of(CAROL), E.MACHINE)
    call = call_of(CAROL)
    noticed = CallReport(str(call.carrier_id), str(call.client_ref), E.MACHINE, carrier="tiny")
    assert (call.detected, reports.now_said(noticed)) == ("machine", None)


@pytest.mark.parametrize(
    ("event", "wrote_meanwhile", "waits"),
    [(E.HUMAN, False, False), (E.HUMAN, True, True), (E.MACHINE, False, True), (E.BUSY, False, True)],
)
def test_who_was_talked_with_needs_no_reply(
    leg: CallLeg, event: CallEvent, wrote_meanwhile: bool, waits: bool
) -> None:
    thread = db.session.get_one(Thread, db.session.get_one(Call, leg.call_id).thread_id)
    thread.needs_reply, thread.last_inbound_at = True, now() - timedelta(hours=1)
    db.session.commit()
    taken(leg)
    tell(call_of(CAROL), event)
    if wrote_meanwhile:
        thread.last_inbound_at = now() + timedelta(seconds=30)
        db.session.commit()
    tell(call_of(CAROL), E.COMPLETED, seconds=60)
    db.session.refresh(thread)
    assert thread.needs_reply is waits


def test_who_asked_for_it_hears_whom_they_call_in_the_language_of_the_conversation(
    operator: Operator,
) -> None:
    thread = factories.thread(CAROL, number(e164="+493012345678", country="DE").id)
    thread.contact.name = "Carol Weiss"
    in_person.start(thread, on_duty("Bea", BEA))
    dispatch()
    [leg] = legs()
    heard = answering.answer(PickedUp(leg.carrier_id or "", leg.client_ref, "", "", "", BEA, "tiny"))
    [whisper] = heard.commands
    assert isinstance(whisper, Whisper)
    assert (whisper.own, whisper.reason, heard.line.language) == (True, "Carol Weiss", "de")
    db.session.commit()
    heard = staff_answers.keyed(Turned(leg.client_ref, 1, Silence(), of_staff=True))
    assert heard.commands == (Refuse(own=True),)


def test_keys_pressed_twice_and_buttons_too_call_no_one_twice(leg: CallLeg, operator: Operator) -> None:
    thread = db.session.get_one(Thread, db.session.get_one(Call, leg.call_id).thread_id)
    assert in_person.start(thread, db.session.get_one(User, leg.user_id)).id == leg.call_id
    taken(leg)
    assert staff_presses(legs()[0], "1") == ["Join"], "asked again, it is answered as before"
    dispatch()
    assert operator.rang == [CAROL, BEA]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (E.BUSY, "Bea did not take it on their phone."),
        (E.NO_ANSWER, "Bea did not pick up their phone."),
        (E.MACHINE, "A voicemail picked up the phone of Bea."),
    ],
)
def test_who_is_not_on_the_phone_calls_no_one(
    leg: CallLeg, operator: Operator, event: CallEvent, why: str
) -> None:
    tell_leg(leg, event)
    dispatch()
    call = call_of(CAROL)
    assert (call.state, call.reason, call.staff_until) == ("canceled", why, None)
    assert operator.rang == [BEA]
    assert staff_presses(leg, "1") == ["Refuse"], "too late"


def test_another_key_calls_no_one(leg: CallLeg, operator: Operator) -> None:
    staff_picks_up(leg)
    assert staff_presses(leg, "2") == ["Refuse"]
    dispatch()
    assert (call_of(CAROL).state, operator.rang) == ("canceled", [BEA])
    jobs.see_to_staff(leg.call_id)
    assert operator.hung_up == [], "it hears that no one is called, and ends by itself"
    db.session.execute(update(CallLeg).values(hang_up_at=now()))
    db.session.commit()
    jobs.see_to_staff(leg.call_id)
    assert operator.hung_up == [(leg.carrier_id, "")], "or is ended"


def test_a_phone_of_which_nothing_is_heard_is_given_up(leg: CallLeg, operator: Operator) -> None:
    later()
    assert call_of(CAROL).reason == "Bea did not pick up their phone."
    jobs.see_to_staff(leg.call_id)
    assert (leg.carrier_id, "") in operator.hung_up


def test_who_hangs_up_while_the_other_phone_rings_ends_that(leg: CallLeg, operator: Operator) -> None:
    taken(leg)
    tell(call_of(CAROL), E.RINGING)
    tell_leg(legs()[0], E.COMPLETED)
    call = call_of(CAROL)
    assert call.hang_up_at is not None
    jobs.hang_up(call.id)
    assert operator.hung_up == [(call.carrier_id, "")]
    assert pick_up() == ["HangUp", 0], "should they pick up in the same moment"


def test_who_hangs_up_while_the_carrier_gives_it_back_calls_no_one(leg: CallLeg, operator: Operator) -> None:
    staff_picks_up(leg)
    staff_presses(leg, "1")
    returned = [Outcome(one, SendResult.RETURNED, sentence="Too many at once.") for one in claimed()]
    tell_leg(legs()[0], E.COMPLETED)
    record.record(returned)
    dispatch()
    jobs.see_to_staff(leg.call_id)
    call = call_of(CAROL)
    assert (call.state, call.staff_until, operator.rang) == ("canceled", None, [BEA])


def test_who_hangs_up_before_it_is_placed_calls_no_one(leg: CallLeg, operator: Operator) -> None:
    staff_picks_up(leg)
    staff_presses(leg, "1")
    tell_leg(legs()[0], E.COMPLETED)
    dispatch()
    assert (call_of(CAROL).reason, operator.rang) == ("Bea hung up before.", [BEA])


def test_who_reached_no_one_is_told_once_and_hung_up(
    leg: CallLeg, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(leg)
    tell(call_of(CAROL), E.BUSY)
    with monkeypatch.context() as patched:  # another job is at it at the same moment
        told = Operator.transfer
        patched.setattr(Operator, "transfer", lambda *line: jobs.see_to_staff(leg.call_id) or told(*line))
        jobs.see_to_staff(leg.call_id)
    assert operator.transferred == [(leg.carrier_id, ["Unreached", 1])]
    assert operator.hung_up == []
    db.session.execute(update(CallLeg).values(hang_up_at=now() - timedelta(seconds=1)))
    db.session.commit()
    jobs.see_to_staff(leg.call_id)
    assert operator.hung_up == [(leg.carrier_id, "")]
    assert call_of(CAROL).outcome == "busy"


def test_an_opt_out_that_came_meanwhile_is_kept_to(leg: CallLeg, operator: Operator) -> None:
    register.record(CAROL, OptOutSource.STAFF, "On the phone")
    taken(leg)
    later()
    call = call_of(CAROL)
    assert (call.state, operator.rang) == ("skipped", [BEA])
    assert operator.transferred == [(leg.carrier_id, ["Unreached", 1])]


def test_a_refusal_of_the_carrier_is_told(leg: CallLeg, operator: Operator) -> None:
    operator.fault = CarrierError("No such phone.", permanent=True)
    taken(leg)
    later()
    assert (call_of(CAROL).state, call_of(CAROL).reason) == ("failed", "No such phone.")
    assert operator.transferred == [(leg.carrier_id, ["Unreached", 1])]


def test_no_one_waits_long_for_a_free_line(leg: CallLeg, operator: Operator) -> None:
    staff_picks_up(leg)
    staff_presses(leg, "1")
    later()
    assert call_of(CAROL).state == "queued", "a moment more"
    ago = now() - timedelta(seconds=31)
    db.session.execute(update(CallLeg).values(accepted_at=ago))
    later()
    assert (call_of(CAROL).state, call_of(CAROL).reason) == (
        "canceled",
        "There was no free line for it in time.",
    )
    assert operator.transferred == [(leg.carrier_id, ["Unreached", 1])]


def test_no_one_waits_for_ever_where_it_is_not_known_whether_it_rings(
    leg: CallLeg, operator: Operator
) -> None:
    operator.fault = CarrierError("The carrier did not answer in time.", unknown=True)
    taken(leg)
    operator.fault = None
    later()
    assert (call_of(CAROL).state, operator.transferred) == ("unknown", []), "they may pick up"
    ago = now() - timedelta(seconds=call_of(CAROL).ring_seconds + 21)
    db.session.execute(update(Entry).values(claimed_at=ago))
    later()
    assert operator.transferred == [(leg.carrier_id, ["Unreached", 1])]
    call = call_of(CAROL)
    assert (call.state, call.staff_until) == ("unknown", None)
    assert call.reason == "The carrier did not answer in time. Bea waited for it, and was told so."
    assert pick_up() == ["HangUp", 0], "should they pick up after all"


def test_it_is_canceled_or_hung_up_in_its_conversation(leg: CallLeg, operator: Operator) -> None:
    stepping_in.cancel(leg.call_id, None)
    db.session.commit()
    jobs.see_to_staff(leg.call_id)
    assert (call_of(CAROL).state, operator.hung_up) == ("canceled", [(leg.carrier_id, "")])


def test_hanging_it_up_ends_both(leg: CallLeg, operator: Operator) -> None:
    taken(leg)
    pick_up()
    hanging_up.hang_up(leg.call_id)
    db.session.commit()
    jobs.hang_up(leg.call_id)
    tell(call_of(CAROL), E.COMPLETED, seconds=3)
    jobs.see_to_staff(leg.call_id)
    assert [one for one, _ in operator.hung_up] == [call_of(CAROL).carrier_id, leg.carrier_id]


def test_a_voicemail_is_heard_by_who_calls(leg: CallLeg, operator: Operator) -> None:
    taken(leg)
    pick_up()
    tell(call_of(CAROL), E.MACHINE)
    assert hears(CAROL) == ["Meet", 1], "they speak on it themselves"
    tell(call_of(CAROL), E.COMPLETED, seconds=9)
    assert call_of(CAROL).outcome == "voicemail"


def test_that_it_is_recorded_is_said_first(operator: Operator) -> None:
    settings.put("record_in_person", True)
    in_person.start(factories.thread(CAROL, number().id), on_duty("Bea", BEA))
    dispatch()
    taken(legs()[0])
    assert pick_up() == ["This call is recorded.", "Record", "Meet", 1]
