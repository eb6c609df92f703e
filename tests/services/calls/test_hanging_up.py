"""Ending calls: the carrier is told, also of those that were not known by its id yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from jobs import calls as jobs
from jobs import sweep as jobs_sweep
from tests import factories
from tests.calls import (
    CAROL,
    DAVE,
    ERIN,
    Operator,
    batch,
    call_of,
    claimed,
    dispatch,
    number,
    pick_up,
    single,
    standing,
    tell,
)
from tests.staff_calls import BEA, on_duty, staff_picks_up, staff_presses, they_press_zero
from webapp import queue
from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.batch import BatchState
from webapp.models.call import Call
from webapp.models.opt_out import OptOutSource
from webapp.services import sweep
from webapp.services.batches import lifecycle
from webapp.services.calls import hanging_up, staff_phones
from webapp.services.opt_outs import register
from webapp.services.opt_outs.register import Evidence
from webapp.services.outbox import record
from webapp.services.outbox.claimed_entry import Outcome, SendResult

E = CallEvent


def work() -> None:
    """What is enqueued for calls when something must not ring any more."""
    jobs.look_after()
    for call_id in hanging_up.due():
        jobs.hang_up(call_id)


def test_a_call_is_ended_and_its_event_says_how(operator: Operator) -> None:
    call = single()
    dispatch()
    tell(call, E.RINGING, region_url="https://api-eu-1.nexmo.com")
    hanging_up.hang_up(call.id, factories.user().id)
    db.session.commit()
    assert list(hanging_up.due()) == [call.id], "the sweep finds it, too"
    jobs.hang_up(call.id)
    assert operator.hung_up == [("call-1", "https://api-eu-1.nexmo.com")]
    tell(call, E.COMPLETED, seconds=0)
    assert (call_of(CAROL).outcome, list(hanging_up.due())) == ("canceled", [])
    jobs.hang_up(call.id)
    assert len(operator.hung_up) == 1


def test_a_call_that_the_carrier_knows_no_more_is_over_when_it_is_hung_up(operator: Operator) -> None:
    """Its last event was lost. Who is to be called next would wait for as long as it might last."""
    call = single()
    dispatch()
    pick_up()
    operator.gone.add("call-1")
    hanging_up.hang_up(call.id)
    db.session.commit()
    jobs.hang_up(call.id)
    call = call_of(CAROL)
    assert call.state == "answered" and call.lease_until is not None
    with time_machine.travel(now() + hanging_up.STRAGGLER + timedelta(seconds=1), tick=False):
        jobs_sweep.sweep()
        call = call_of(CAROL)
        assert (call.state, call.outcome, call.lease_until) == ("ended", "answered", None)


def test_a_call_that_the_carrier_gives_back_is_not_placed_after_it_was_hung_up(operator: Operator) -> None:
    call = single()
    returned = [Outcome(one, SendResult.RETURNED, sentence="Too many at once.") for one in claimed()]
    hanging_up.hang_up(call.id)
    db.session.commit()
    record.record(returned)
    dispatch()
    call = call_of(CAROL)
    assert (operator.rang, call.state, call.reason) == ([], "canceled", hanging_up.NOT_PLACED)
    assert (call.lease_until, list(hanging_up.due())) == (None, [])


def test_what_is_over_cannot_be_ended(operator: Operator) -> None:
    call = single()
    dispatch()
    tell(call, E.BUSY)
    with pytest.raises(Conflict, match="This call is over"):
        hanging_up.hang_up(call.id)
    with pytest.raises(NotFound):
        hanging_up.hang_up(call.id + 1)


def test_what_rings_of_a_batch_is_ended_and_who_talks_talks_on(operator: Operator) -> None:
    made = batch([CAROL, DAVE])
    dispatch()
    tell(call_of(CAROL), E.ANSWERED)
    tell(call_of(DAVE), E.RINGING)
    lifecycle.cancel(lifecycle.get(made.id, lock=True), made.created_by)
    db.session.commit()
    work()
    tell(call_of(DAVE), E.CANCELED)
    assert (operator.hung_up, standing(made)) == ([("call-2", "")], ["talking", "canceled"])


def test_what_rings_may_ring_on_though_its_batch_is_canceled(operator: Operator) -> None:
    made = batch([CAROL, DAVE])
    dispatch()
    tell(call_of(CAROL), E.RINGING)
    lifecycle.cancel(lifecycle.get(made.id, lock=True), made.created_by, lets_ring=True)
    db.session.commit()
    work()
    assert (operator.hung_up, list(hanging_up.unwanted())) == ([], [])
    register.record_all([CAROL], Evidence(OptOutSource.KEYWORD, "STOP"))
    db.session.commit()
    work()
    assert operator.hung_up == [("call-1", "")], "an opt-out ends it all the same"


def test_who_opts_out_is_not_rung_any_more(operator: Operator) -> None:
    ours = number()
    made = batch([CAROL, DAVE, ERIN], ours)
    dispatch()
    tell(call_of(CAROL), E.RINGING)
    tell(call_of(DAVE), E.ANSWERED)
    waits = single(ERIN, ours)
    register.record_all([CAROL, DAVE, ERIN], Evidence(OptOutSource.KEYWORD, "STOP"))
    db.session.commit()
    work()
    assert sorted(operator.hung_up) == [("call-1", ""), ("call-3", "")], "Dave talks on"
    tell(call_of(CAROL), E.COMPLETED, seconds=0)
    assert standing(made)[:2] == ["canceled", "talking"]
    assert db.session.get_one(Call, waits.id).state == "skipped"


def test_a_phone_of_which_nobody_knows_whether_it_rings_is_hung_up_once_that_is_known(
    operator: Operator,
) -> None:
    operator.fault = CarrierError("It took too long.", unknown=True)
    made = batch([CAROL, DAVE], number(at_once=1))
    dispatch()
    lifecycle.cancel(lifecycle.get(made.id, lock=True), made.created_by)
    db.session.commit()
    work()
    assert (operator.rang, operator.hung_up) == ([CAROL], [])
    tell(call_of(CAROL), E.RINGING, carrier_id="call-9", ref=call_of(CAROL).client_ref)
    work()
    assert operator.hung_up == [("call-9", "")]


def test_a_call_that_was_hung_up_and_never_rang_is_no_open_question(operator: Operator) -> None:
    operator.fault = CarrierError("It took too long.", unknown=True)
    made = batch([CAROL], number())
    dispatch()
    hanging_up.hang_up(call_of(CAROL).id)
    db.session.commit()
    assert standing(made) == ["unknown"]
    tell(call_of(CAROL), E.CANCELED, carrier_id="call-9", ref=call_of(CAROL).client_ref)
    assert (call_of(CAROL).outcome, standing(made)) == ("canceled", ["canceled"])


def test_a_call_that_was_hung_up_before_the_carrier_answered_keeps_no_batch_open(operator: Operator) -> None:
    made = batch([CAROL], number())
    [entry] = claimed()
    hanging_up.hang_up(call_of(CAROL).id)
    tell(call_of(CAROL), E.CANCELED, carrier_id="call-9", ref=call_of(CAROL).client_ref)
    record.record([Outcome(entry, SendResult.ACCEPTED, carrier_id="call-9")])
    db.session.commit()
    db.session.refresh(made)
    assert (standing(made), made.state) == (["canceled"], BatchState.FINISHED)


def talked_for(seconds: int) -> None:
    """Carol picked up so long ago, as far as her call's lease knows."""
    table: Any = Call.__table__
    until = call_of(CAROL).lease_until
    assert until
    db.session.execute(update(table).values(lease_until=until - timedelta(seconds=seconds)))
    db.session.commit()
    work()


def test_the_longest_call_is_of_the_agents_talk_which_we_end_ourselves(operator: Operator) -> None:
    """The carrier's own limit has room for a talk with staff."""
    single(longest_seconds=100)
    dispatch()
    pick_up()
    talked_for(90)
    assert operator.hung_up == []
    talked_for(20)
    assert operator.hung_up == [("call-1", "")]
    tell(call_of(CAROL), E.COMPLETED, seconds=110)
    assert call_of(CAROL).outcome == "answered"


def test_who_waits_for_staff_or_talks_with_them_is_not_cut_off_at_that_time(operator: Operator) -> None:
    on_duty("Bea", BEA)
    [leg] = they_press_zero()
    talked_for(580)
    staff_phones.look_at(call_of(CAROL), now() + timedelta(seconds=60))
    db.session.commit()
    talked_for(60)
    assert operator.hung_up == [], "they are back with the agent by then, who says a last sentence"
    staff_picks_up(leg)
    staff_presses(leg, "1")
    talked_for(3000)
    assert operator.hung_up == []


def test_the_sweep_finds_what_rings_and_must_not(operator: Operator) -> None:
    made = batch([CAROL])
    dispatch()
    lifecycle.cancel(lifecycle.get(made.id, lock=True), made.created_by)
    db.session.commit()
    call = call_of(CAROL)
    assert list(sweep.look()[queue.LOOK_AFTER_CALLS]) == [call.id]
    jobs.look_after()
    assert (sweep.look()[queue.LOOK_AFTER_CALLS], sweep.look()[queue.HANG_UP]) == ((), [call.id])
