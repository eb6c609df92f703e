"""Events of calls: once, in any order, before the creation's answer, of calls that nobody knows."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests import desks, factories
from tests.calls import (
    CAROL,
    DAVE,
    Operator,
    batch,
    call_of,
    claimed,
    dispatch,
    number,
    single,
    standing,
    tell,
)
from tests.services.workflows.stage import flow, live, step
from webapp.carriers.calls import CallEvent, CallReport
from webapp.db import db
from webapp.models.batch import BatchState
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.signal import Signal
from webapp.models.thread import Thread
from webapp.models.webhook_event import WebhookEvent
from webapp.services.calls import reports
from webapp.services.outbox import record, slots
from webapp.services.outbox.claimed_entry import Outcome, SendResult

E = CallEvent
AT = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


def test_a_batch_of_calls_from_the_first_ring_to_its_end(operator: Operator) -> None:
    made = batch([CAROL, DAVE])
    dispatch()
    assert operator.rang == [CAROL, DAVE]
    carol = call_of(CAROL)
    assert (carol.state, carol.carrier_id, carol.first_message) == (
        "sent", "call-1", "Hello Person 2, this is Bright Smile.",
    )  # fmt: skip
    assert standing(made) == ["calling", "calling"]
    tell(carol, E.RINGING)
    tell(call_of(DAVE), E.BUSY, code="486", sentence="The line was busy.")
    assert standing(made) == ["ringing", "busy"]
    assert made.state == BatchState.RUNNING
    tell(carol, E.ANSWERED, at=AT)
    assert standing(made) == ["talking", "busy"]
    tell(carol, E.COMPLETED, at=AT, seconds=12, price=0.0042, currency="EUR")
    assert standing(made) == ["answered", "busy"]
    carol = call_of(CAROL)
    assert (carol.state, carol.outcome, carol.seconds, carol.price) == ("ended", "answered", 12, 0.0042)
    assert (carol.answered_at, carol.ended_at, carol.lease_until) == (AT, AT, None)
    db.session.refresh(made)
    assert made.state == BatchState.FINISHED


@pytest.mark.parametrize("order", [*itertools.permutations([E.STARTED, E.RINGING, E.ANSWERED, E.COMPLETED])])
def test_events_in_any_order_come_to_the_same_end(operator: Operator, order: tuple[CallEvent, ...]) -> None:
    made = batch([CAROL])
    dispatch()
    for event in order:
        tell(call_of(CAROL), event, at=AT)
    call = call_of(CAROL)
    assert (call.state, call.outcome, call.answered_at) == ("ended", "answered", AT)
    assert standing(made) == ["answered"]
    assert slots.open_of(call.number_id) == 0


def test_an_event_that_comes_twice_counts_once(operator: Operator) -> None:
    call = single()
    dispatch()
    assert tell(call, E.RINGING)
    assert not tell(call, E.RINGING)
    assert tell(call, E.NO_ANSWER)
    assert not tell(call, E.NO_ANSWER)
    assert len(db.session.scalars(select(WebhookEvent)).all()) == 2


def test_events_before_the_creation_has_answered_find_the_call_by_our_reference(operator: Operator) -> None:
    made = batch([CAROL])
    [entry] = claimed()
    call = call_of(CAROL)
    assert (call.state, call.carrier_id) == ("sending", None)
    tell(call, E.RINGING, carrier_id="call-9")
    assert (call_of(CAROL).state, call_of(CAROL).carrier_id) == ("ringing", "call-9")
    tell(call, E.ANSWERED, carrier_id="call-9")
    record.record([Outcome(entry, SendResult.ACCEPTED, carrier_id="call-9")])
    db.session.commit()
    assert call_of(CAROL).state == "answered"
    assert standing(made) == ["talking"]


def test_an_event_without_our_reference_waits_until_the_call_is_known(operator: Operator) -> None:
    single()
    reports.receive(CallReport("call-1", "", E.RINGING, carrier="tiny"), {})
    db.session.commit()
    assert db.session.scalars(select(WebhookEvent.state)).all() == ["waiting"]
    dispatch()
    assert call_of(CAROL).state == "ringing"
    assert db.session.scalars(select(WebhookEvent.state)).all() == ["applied"]


def test_an_event_of_a_call_that_still_waits_here_changes_nothing(operator: Operator) -> None:
    """It was placed before the database was put back from a backup."""
    call = single()
    tell(call, E.RINGING, carrier_id="call-9")
    assert (call_of(CAROL).state, call_of(CAROL).carrier_id) == ("queued", None)


def test_events_of_another_leg_do_not_move_the_call(operator: Operator) -> None:
    """A phone that is connected into a call reports to the same address, under an id of its own."""
    call = single()
    dispatch()
    tell(call, E.ANSWERED)
    tell(call, E.COMPLETED, carrier_id="another-leg", to="+12025550199")
    assert (call_of(CAROL).state, call_of(CAROL).carrier_id) == ("answered", "call-1")


def test_what_comes_after_the_end_changes_nothing_but_what_was_not_known(operator: Operator) -> None:
    call = single()
    dispatch()
    tell(call, E.NO_ANSWER, code="timeout", sentence="It rang until the time was over.")
    tell(call, E.COMPLETED, seconds=3, price=0.1, currency="EUR")
    tell(call, E.ANSWERED, at=AT)
    ended = call_of(CAROL)
    assert (ended.state, ended.outcome, ended.code) == ("ended", "no_answer", "timeout")
    assert (ended.seconds, ended.price, ended.currency) == (3, 0.1, "EUR")


def test_a_fault_that_the_carrier_reports_stands_on_the_call(operator: Operator) -> None:
    call = single()
    dispatch()
    tell(call, E.ANSWERED, conversation="CON-1")
    fault = CallReport("", "", E.OTHER, conversation="CON-1", sentence="Syntax error", carrier="tiny")
    reports.receive(fault, {"reason": "Syntax error"})
    db.session.commit()
    assert (call_of(CAROL).state, call_of(CAROL).reason) == ("answered", "Syntax error")
    tell(call_of(CAROL), E.COMPLETED, seconds=2)
    assert (call_of(CAROL).outcome, call_of(CAROL).reason) == ("answered", "Syntax error")


def test_failures_in_a_row_pause_a_batch(operator: Operator) -> None:
    made = batch([CAROL, DAVE], number(at_once=2))
    made.failures_in_row = 49
    dispatch()
    tell(call_of(CAROL), E.FAILED, sentence="Vonage cannot reach this phone number.")
    db.session.refresh(made)
    assert made.state == BatchState.PAUSED
    assert "Vonage cannot reach" in made.pause_reason


def test_a_staff_phone_has_states_of_its_own(operator: Operator) -> None:
    call = single()
    dispatch()
    leg = CallLeg(call_id=call.id, number_id=call.number_id, phone=DAVE, client_ref="leg-1", state="sent",
                  carrier="tiny", lease_until=datetime(2100, 1, 1, tzinfo=UTC))  # fmt: skip
    db.session.add(leg)
    db.session.commit()
    assert slots.open_of(call.number_id) == 2
    for event in (E.RINGING, E.ANSWERED, E.COMPLETED):
        reports.receive(CallReport("leg-uuid", "leg-1", event, carrier="tiny"), {})
    db.session.commit()
    assert (leg.state, leg.outcome, leg.carrier_id) == ("ended", "answered", "leg-uuid")
    assert slots.open_of(call.number_id) == 1
    assert db.session.scalars(select(Call.state)).one() == "sent"


def test_that_a_call_has_ended_is_told_once_and_only_where_a_workflow_listens(
    operator: Operator,
) -> None:
    made = batch([CAROL, DAVE])
    dispatch()
    tell(call_of(DAVE), E.BUSY)
    assert db.session.scalars(select(Signal)).all() == []
    live(flow("call_ended", step(1, "add_label", label="Called")))
    carol = call_of(CAROL)
    tell(carol, E.ANSWERED)
    tell(carol, E.COMPLETED, seconds=12)
    tell(carol, E.COMPLETED, seconds=12)
    (told,) = db.session.scalars(select(Signal))
    assert (told.kind, told.data) == (
        "call.ended",
        {"call": carol.id, "thread": carol.thread_id, "batch": made.id, "recipient": carol.recipient_id,
         "direction": "out", "outcome": "answered", "seconds": 12, "agent": None},
    )  # fmt: skip


@pytest.mark.parametrize("of_texts", [True, False])
def test_after_it_the_conversation_is_its_agent_s_unless_another_answers_texts(
    operator: Operator, of_texts: bool
) -> None:
    ada, ours = factories.user(), number()
    voice, texts = desks.agent(ada, "Voice"), desks.agent(ada, "Texts")
    factories.sms_of(ours).agent_id = texts.id if of_texts else None
    call = single(CAROL, ours, agent_id=voice.id)
    dispatch()
    tell(call_of(CAROL), E.ANSWERED)
    tell(call_of(CAROL), E.COMPLETED, seconds=12)
    thread = db.session.get_one(Thread, call.thread_id, populate_existing=True)
    assert thread.agent_id == (texts if of_texts else voice).id
    assert thread.summarized_at is None
