"""What is written down late: by a worker that was given up, about a message that was sent again since."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import factories
from webapp.carriers.base import Report, StatusReport
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number_service import NumberService
from webapp.models.recipient import Recipient
from webapp.models.recipient import RecipientStatus as S
from webapp.services import receipts
from webapp.services.batches import lifecycle, retry
from webapp.services.batches.retry import Resolution
from webapp.services.outbox import abandoned, claim, due
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, SendResult
from webapp.services.outbox.record import record
from webapp.services.recipients import moving, tallies
from webapp.services.threads.enqueue import put


def claimed() -> ClaimedEntry:
    [entry] = claim.claim(due.senders()[0], 1)
    db.session.commit()
    return entry


def given_up(entry: ClaimedEntry) -> None:
    """Its worker was silent for too long."""
    long_ago = now() - abandoned.PATIENCE - timedelta(seconds=1)
    db.session.execute(update(Message).where(Message.id == entry.entry_id).values(claimed_at=long_ago))
    assert abandoned.give_up() == 1
    db.session.commit()


def sent_again(batch: Batch) -> tuple[ClaimedEntry, ClaimedEntry]:
    """Ada did not wait for the first worker: the entry that it still has, and the one of the second."""
    first = claimed()
    given_up(first)
    retry.resolve(batch.id, recipient_of(first), Resolution.AGAIN, batch.created_by)
    db.session.commit()
    return first, claimed()


def recipient_of(entry: ClaimedEntry) -> int:
    assert entry.recipient_id is not None
    return entry.recipient_id


def standing(batch: Batch) -> tuple[str, list[str]]:
    """The recipient's status, which the tally confirms, and the states of its messages."""
    db.session.commit()
    status = db.session.scalars(select(Recipient.status)).one()
    assert {name: count for name, count in tallies.counts(batch.id).items() if count} == {status: 1}
    states = db.session.scalars(select(Message.state).order_by(Message.id))
    return str(status), [str(state) for state in states]


@pytest.mark.parametrize("result", [SendResult.RETURNED, SendResult.ACCEPTED, SendResult.REFUSED])
def test_a_late_word_about_an_earlier_attempt_does_not_touch_the_present_one(
    app: Flask, result: SendResult
) -> None:
    """Above all it does not put someone back into the queue to whom a message is on its way."""
    batch = factories.batch(factories.phones(1))
    first, _ = sent_again(batch)
    record([Outcome(first, result, carrier_id="first", sentence="Why.")])
    told = {SendResult.RETURNED: "unknown", SendResult.ACCEPTED: "sent", SendResult.REFUSED: "failed"}[result]
    assert standing(batch) == ("sending", [told, "sending"])


def test_a_report_about_an_earlier_attempt_does_not_move_who_is_being_sent_to(app: Flask) -> None:
    batch = factories.batch(factories.phones(1))
    first, second = sent_again(batch)
    receipts.receive(StatusReport("first", first.order.ref, Report.REJECTED, "1180", "Switched off."), {})
    assert standing(batch) == ("sending", ["rejected", "sending"])
    record([Outcome(second, SendResult.ACCEPTED, carrier_id="second")])
    assert standing(batch) == ("sent", ["rejected", "sent"])


def test_reports_of_two_attempts_that_come_together_are_told_apart(app: Flask) -> None:
    batch = factories.batch(factories.phones(1))
    first, second = sent_again(batch)
    later = StatusReport("second", second.order.ref, Report.SUBMITTED)
    earlier = StatusReport("first", first.order.ref, Report.REJECTED, "1180", "Switched off.")
    receipts.receive_all([(later, {}), (earlier, {})])
    assert standing(batch) == ("sent", ["rejected", "sent"])


def test_an_outcome_that_is_written_down_twice_counts_once(app: Flask) -> None:
    """The answer to a commit was lost, and the dispatcher tried again."""
    batch = factories.batch(factories.phones(1))
    entry = claimed()
    for _ in range(2):
        record([Outcome(entry, SendResult.RETURNED)])
    assert standing(batch) == ("queued", [])
    assert db.session.scalars(select(Recipient.attempt)).one() == 0


@pytest.mark.parametrize("resolved_by", ["worker", "person"])
def test_what_turned_out_to_be_sent_no_longer_says_that_it_may_not_be(app: Flask, resolved_by: str) -> None:
    batch = factories.batch(factories.phones(1))
    entry = claimed()
    given_up(entry)
    if resolved_by == "worker":
        record([Outcome(entry, SendResult.ACCEPTED, carrier_id="late")])
    else:
        retry.resolve(batch.id, recipient_of(entry), Resolution.SENT, batch.created_by)
    assert standing(batch) == ("sent", ["sent"])
    message = db.session.scalars(select(Message)).one()
    assert (message.reason, message.code) == ("", "")
    assert db.session.scalars(select(Recipient.reason)).one() == ""


def test_a_refusal_that_comes_late_is_known_all_the_same(app: Flask) -> None:
    batch = factories.batch(factories.phones(1))
    entry = claimed()
    given_up(entry)
    record([Outcome(entry, SendResult.REFUSED, code="1170", sentence="The phone number is not valid.")])
    assert standing(batch) == ("failed", ["failed"])
    message = db.session.scalars(select(Message)).one()
    assert (message.state, message.reason) == (MessageState.FAILED, "The phone number is not valid.")


def wanted_again(batch: Batch) -> ClaimedEntry:
    """Ada did not wait for the first worker; the second try has not begun."""
    first = claimed()
    given_up(first)
    retry.resolve(batch.id, recipient_of(first), Resolution.AGAIN, batch.created_by)
    db.session.commit()
    return first


def waits_for_hours() -> None:
    [recipient_id] = db.session.scalars(select(Recipient.id))
    until = now() + timedelta(hours=9)
    moving.move([recipient_id], S.QUEUED, S.WAITING, not_before=until, skip_reason="until 8:00 their time")
    db.session.commit()


@pytest.mark.parametrize("at_night", [True, False])
@pytest.mark.parametrize("told", ["worker", Report.SUBMITTED, Report.DELIVERED])
def test_what_left_after_all_is_not_sent_once_more(app: Flask, told: str, at_night: bool) -> None:
    batch = factories.batch(factories.phones(1))
    first = wanted_again(batch)
    if at_night:
        waits_for_hours()
    if told == "worker":
        record([Outcome(first, SendResult.ACCEPTED, carrier_id="first")])
    else:
        receipts.receive(StatusReport("first", first.order.ref, Report(told)), {})
    expected = "delivered" if told == Report.DELIVERED else "sent"
    assert standing(batch) == (expected, [expected])
    one = db.session.scalars(select(Recipient)).one()
    assert (one.skip_reason, one.not_before, one.reason) == ("", None, "")
    assert due.senders() == []
    db.session.refresh(batch)
    assert batch.state == BatchState.FINISHED


def test_what_failed_is_not_tried_again_once_it_has_arrived(app: Flask) -> None:
    """Carriers take it back: a phone that was switched off gets its texts when it is on again."""
    batch = factories.batch(factories.phones(1))
    entry = claimed()
    record([Outcome(entry, SendResult.ACCEPTED, carrier_id="first")])
    receipts.receive(StatusReport("first", entry.order.ref, Report.UNDELIVERED, "1180", "Off."), {})
    assert retry.retry_failed(lifecycle.get(batch.id, lock=True), batch.created_by) == 1
    receipts.receive(StatusReport("first", entry.order.ref, Report.DELIVERED), {})
    assert standing(batch) == ("delivered", ["delivered"])
    assert due.senders() == []


@pytest.mark.parametrize("report", [Report.REJECTED, Report.UNDELIVERED])
def test_what_certainly_did_not_arrive_is_still_sent_again(app: Flask, report: Report) -> None:
    batch = factories.batch(factories.phones(1))
    first = wanted_again(batch)
    receipts.receive(StatusReport("first", first.order.ref, report, "1180", "Switched off."), {})
    assert standing(batch) == ("queued", [str(report)])
    record([Outcome(first, SendResult.ACCEPTED, carrier_id="first")])  # the worker that was given up
    assert standing(batch) == ("queued", [str(report)])


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("waits", [(120, 5), (5, 120)])
def test_of_several_waits_the_longest_counts(app: Flask, waits: tuple[int, int], together: bool) -> None:
    factories.batch(factories.phones(2))
    entries = claim.claim(due.senders()[0], 2)
    given_back = [
        Outcome(one, SendResult.RETURNED, retry_after=wait, sentence=f"Wait {wait} s.")
        for one, wait in zip(entries, waits, strict=True)
    ]
    for outcomes in [given_back] if together else [[one] for one in given_back]:
        record(outcomes)
        db.session.commit()
    number = db.session.scalars(select(NumberService)).one()
    assert number.slowed_until is not None
    assert timedelta(seconds=100) < number.slowed_until - now() <= timedelta(seconds=120)
    assert number.slow_reason == "Wait 120 s."


def test_why_a_number_rests_is_kept_however_long_it_is(app: Flask) -> None:
    """A carrier's own words may be in it."""
    put(factories.thread(number_id=factories.number().id), "Hi", Origin.STAFF)
    entry = claimed()
    record([Outcome(entry, SendResult.RETURNED, pause=True, sentence="Why? " * 200)])
    db.session.commit()
    assert db.session.scalars(select(NumberService.slow_reason)).one().startswith("Why? Why?")
