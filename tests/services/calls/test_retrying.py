"""Calling again: after outcomes that are certain, as often and as late as the batch says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from jobs.hours import look_again
from tests import desks, factories
from tests.calls import CAROL, DAVE, Operator, batch, call_of, dispatch, number, say, standing, tell
from webapp.carriers.calls import CallEvent, PickedUp
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.batch import Batch, BatchState
from webapp.models.call import Call
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import Recipient
from webapp.services.batches import retry
from webapp.services.calls import answering, leases
from webapp.services.opt_outs import register

E = CallEvent


def their_time_comes() -> None:
    past = now() - timedelta(seconds=1)
    db.session.execute(update(Recipient).values(not_before=past))
    db.session.execute(update(Batch).values(wakes_at=past))


def test_who_does_not_answer_is_called_again_and_then_no_more(operator: Operator) -> None:
    made = batch([CAROL], retries=1, retry_minutes=90)
    dispatch()
    tell(call_of(CAROL), E.NO_ANSWER, at=(ended := now()))
    one = db.session.scalars(select(Recipient)).one()
    assert (one.status, one.not_before) == ("waiting", ended + timedelta(minutes=90))
    assert one.skip_reason == "no answer; called again later"
    dispatch()
    assert len(operator.placed) == 1
    their_time_comes()
    dispatch()
    assert (len(operator.placed), call_of(CAROL).attempt) == (2, 2)
    tell(call_of(CAROL), E.NO_ANSWER)
    assert standing(made) == ["no_answer"]
    db.session.refresh(made)
    assert made.state == BatchState.FINISHED


@pytest.mark.parametrize(
    ("said", "to", "expected"),
    [
        ("When are you open?", "", "skipped"),
        ("", "", "waiting"),
        ("When are you open?", "+12025550177", "waiting"),
    ],
)
def test_who_calls_back_and_talks_is_not_called_again(
    operator: Operator, said: str, to: str, expected: str
) -> None:
    """Who hangs up on the agent without a word, or calls another number of ours, still is."""
    made = batch([CAROL], retries=1, retry_minutes=90)
    agent_id = desks.agent(made.author).id
    for one in (made.number, number(e164="+12025550177")):
        one.services["call"].agent_id = agent_id
    dispatch()
    tell(call_of(CAROL), E.NO_ANSWER)
    answering.answer(PickedUp("in-1", "", "con-1", "", CAROL, to or factories.OUR_NUMBER, "tiny"))
    db.session.commit()
    if said:
        say(said)
    tell(call_of(CAROL), E.COMPLETED)
    assert standing(made) == [expected]
    db.session.refresh(made)
    assert made.state == (BatchState.FINISHED if expected == "skipped" else BatchState.RUNNING)


@pytest.mark.parametrize(
    ("events", "content", "expected"),
    [
        ([E.BUSY], {}, "waiting"),
        ([E.REJECTED], {}, "rejected"),
        ([E.FAILED], {}, "failed"),
        ([E.ANSWERED, E.COMPLETED], {}, "answered"),
        ([E.ANSWERED, E.MACHINE, E.COMPLETED], {}, "voicemail"),
        ([E.ANSWERED, E.MACHINE, E.COMPLETED], {"voicemail": "retry"}, "waiting"),
        ([E.ANSWERED, E.MACHINE, E.HUMAN, E.COMPLETED], {"voicemail": "retry"}, "answered"),
        ([E.BUSY], {"retry_on": ("no_answer",)}, "busy"),
    ],
)
def test_after_which_outcomes(
    operator: Operator, events: list[CallEvent], content: dict[str, object], expected: str
) -> None:
    made = batch([CAROL], retries=2, **content)
    dispatch()
    for event in events:
        tell(call_of(CAROL), event)
    assert standing(made) == [expected]


def test_in_another_part_of_the_day(operator: Operator) -> None:
    batch([CAROL], retries=1, retry_minutes=30, retry_other_time=True)
    dispatch()
    tell(call_of(CAROL), E.NO_ANSWER, at=datetime(2026, 11, 30, 14, 0, tzinfo=UTC))  # nine in Washington
    one = db.session.scalars(select(Recipient)).one()
    assert one.not_before == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


def test_on_the_clock_that_they_have_told_us(operator: Operator) -> None:
    made = batch([CAROL], retries=1, retry_minutes=30, retry_other_time=True)
    factories.thread(CAROL, made.number_id).contact.timezone = "Europe/Berlin"
    dispatch()
    tell(call_of(CAROL), E.NO_ANSWER, at=datetime(2026, 11, 30, 14, 0, tzinfo=UTC))  # three there
    assert db.session.scalars(select(Recipient)).one().not_before == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


def test_whose_phone_tells_no_place_is_where_the_batch_takes_them_to_be(operator: Operator) -> None:
    made = batch(["+18005550100"], retries=1, retry_minutes=30, retry_other_time=True)
    made.unknown_zone = "Europe/Berlin"
    dispatch()
    tell(call_of("+18005550100"), E.NO_ANSWER, at=datetime(2026, 11, 30, 10, 0, tzinfo=UTC))  # eleven there
    assert db.session.scalars(select(Recipient)).one().not_before == datetime(2026, 11, 30, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize("outcome", ["voicemail", "screened", "menu", "no_answer", "busy"])
def test_after_whatever_outcome_was_ticked(operator: Operator, outcome: str) -> None:
    made = batch([CAROL], retries=1, retry_on=(outcome,))
    dispatch()
    call = call_of(CAROL)
    call.flow = {"phase": "closing", "outcome": outcome}
    tell(call, E.COMPLETED, seconds=3)
    one = db.session.scalars(select(Recipient)).one()
    assert one.status == "waiting"
    assert one.skip_reason == f"{statuses.about(outcome).word.lower()}; called again later"
    assert standing(made) == ["waiting"]


def test_who_opts_out_meanwhile_is_not_called_again(operator: Operator) -> None:
    made = batch([CAROL], retries=1)
    dispatch()
    tell(call_of(CAROL), E.NO_ANSWER)
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    their_time_comes()
    dispatch()
    assert (len(operator.placed), standing(made)) == (1, ["skipped"])


def test_who_waits_to_be_called_again_does_so_when_the_hours_are_changed(operator: Operator) -> None:
    made = batch([CAROL], retries=1, retry_minutes=240)
    dispatch()
    tell(call_of(CAROL), E.NO_ANSWER, at=(ended := now()))
    look_again()
    dispatch()
    assert (len(operator.placed), standing(made)) == (1, ["waiting"])
    assert db.session.scalars(select(Recipient.not_before)).one() == ended + timedelta(minutes=240)
    their_time_comes()
    dispatch()
    assert len(operator.placed) == 2


def test_what_is_told_late_of_an_earlier_call_starts_no_further_one(operator: Operator) -> None:
    """No one knew what became of the first call, and a person had them called again."""
    made = batch([CAROL, DAVE], retries=1)
    dispatch()
    first = call_of(CAROL)
    table = Call.__table__
    late = update(table).where(table.c.id == first.id)  # type: ignore[arg-type]
    db.session.execute(late.values(lease_until=now() - timedelta(seconds=1)))
    leases.end()
    recipient = db.session.scalars(select(Recipient.id).where(Recipient.phone == CAROL)).one()
    retry.resolve(made.id, recipient, retry.Resolution.AGAIN, factories.user().id)
    dispatch()
    tell(call_of(CAROL), E.NO_ANSWER)
    tell(first, E.NO_ANSWER)
    assert (operator.rang, standing(made)) == ([CAROL, CAROL, DAVE], ["no_answer", "calling"])


def test_nobody_of_a_canceled_batch_is_called_again(operator: Operator) -> None:
    made = batch([CAROL], retries=1)
    dispatch()
    made.transition_to(BatchState.CANCELED)
    db.session.commit()
    tell(call_of(CAROL), E.NO_ANSWER)
    assert standing(made) == ["no_answer"]


@pytest.mark.parametrize(
    ("events", "expected"),
    [([E.RINGING, E.ANSWERED, E.HUMAN, E.COMPLETED], ["answered"]), ([E.RINGING, E.NO_ANSWER], ["calling"])],
)
def test_who_was_talked_with_after_all_is_not_called_again(
    operator: Operator, events: list[CallEvent], expected: list[str]
) -> None:
    """Its events were held up, and a person wanted them called again, which has not begun."""
    made = batch([CAROL])
    dispatch()
    first = call_of(CAROL)
    late = update(Call.__table__).where(Call.__table__.c.id == first.id)  # type: ignore[arg-type]
    db.session.execute(late.values(lease_until=now() - timedelta(seconds=1)))
    leases.end()
    recipient = db.session.scalars(select(Recipient.id)).one()
    retry.resolve(made.id, recipient, retry.Resolution.AGAIN, factories.user().id)
    for event in events:
        tell(first, event, seconds=40)
    dispatch()
    assert (len(operator.placed), standing(made)) == (1 + (expected == ["calling"]), expected)
    db.session.refresh(made)
    assert (made.state == BatchState.FINISHED) == (expected == ["answered"])
