"""At most N in D days for one phone, over all batches."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests import factories
from tests.conversations import CAROL, DAVE
from webapp.db import db, now
from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.message import MessageState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services import settings
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.outbox import claim, due, record
from webapp.services.outbox.claimed_entry import Outcome, SendResult
from webapp.services.setting_list import BY_KEY


@pytest.fixture(autouse=True)
def once_a_week(app: Flask) -> None:
    """The team's cap, a number, and someone who makes batches."""
    settings.put("cap_count", 1)
    settings.put("cap_days", 7)
    factories.number()
    factories.user()


def batch(*to: str, name: str = "Autumn letter") -> Batch:
    made = factories.batch(list(to), number_id=1, created_by=1, name=name)
    made.started_at = now()
    db.session.flush()
    return made


def reached(phone: str, days_ago: float = 1, state: MessageState = MessageState.SENT) -> None:
    """Another batch has sent someone a message, some days ago."""
    factories.sent(batch(phone, name="Earlier"), phone, days_ago, state)


def refused(made: Batch) -> set[str]:
    return set(gate.refusals([CAROL, DAVE], Asking(Origin.BATCH, Channel.SMS, made)))


def test_whoever_was_reached_is_skipped_and_the_day_is_said() -> None:
    reached(CAROL)
    verdict = gate.refusals([CAROL], Asking(Origin.BATCH, Channel.SMS, batch(CAROL)))[CAROL]
    day = (now() - timedelta(days=1)).astimezone(ZoneInfo("America/New_York"))  # hers
    assert verdict.short == f"reached on {day.day} {day:%B}"
    assert verdict.reason.endswith("and may be reached once in 7 days.")


@pytest.mark.parametrize(
    ("phone", "unknown_zone", "days_before"),
    [
        ("+14155550134", "", 1),  # California: it was the evening before
        ("+442079460123", "", 0),
        ("+6421555012", "", 0),
        ("+883510001234567", "", 0),
        ("+883510001234567", "America/Denver", 1),
    ],
)
def test_the_day_is_the_one_on_the_clock_of_whom_it_reached(
    phone: str, unknown_zone: str, days_before: int
) -> None:
    last = (now() - timedelta(days=1)).replace(hour=3, minute=30)
    factories.sent(batch(phone, name="Earlier"), phone).claimed_at = last
    made = batch(phone)
    made.unknown_zone = unknown_zone
    day = last - timedelta(days=days_before)
    verdict = gate.refusals([phone], Asking(Origin.BATCH, Channel.SMS, made))[phone]
    assert verdict.short == f"reached on {day.day} {day:%B}"


def test_the_claim_holds_to_it() -> None:
    reached(CAROL)
    made = batch(CAROL, DAVE)
    entries = claim.claim(due.senders()[0], 10)
    assert [entry.phone for entry in entries if entry.batch_id == made.id] == [DAVE]
    row = db.session.query(Recipient).filter_by(batch_id=made.id, phone=CAROL).one()
    assert (row.status, row.skip_reason[:10]) == (RecipientStatus.SKIPPED, "reached on")


def test_two_batches_that_are_claimed_together_hold_to_it() -> None:
    first, second = batch(CAROL, DAVE), batch(CAROL, name="Late letter")
    for _ in range(2):
        entries = claim.claim(due.senders()[0], 10)
        assert {entry.batch_id for entry in entries} <= {first.id}
        record.record([Outcome(entry, SendResult.ACCEPTED) for entry in entries])
    row = db.session.query(Recipient).filter_by(batch_id=second.id, phone=CAROL).one()
    assert (row.status, row.skip_reason[:10]) == (RecipientStatus.SKIPPED, "reached on")


@pytest.mark.parametrize(
    ("days_ago", "state", "counts"),
    [
        (6.9, MessageState.SENT, True),
        (7.1, MessageState.SENT, False),
        (1, MessageState.DELIVERED, True),
        (1, MessageState.UNKNOWN, True),
        (1, MessageState.FAILED, False),
        (1, MessageState.REJECTED, False),
        (1, MessageState.UNDELIVERED, False),
    ],
)
def test_what_counts(days_ago: float, state: MessageState, counts: bool) -> None:
    reached(CAROL, days_ago, state)
    assert (CAROL in refused(batch(CAROL))) is counts


def test_more_often_is_allowed_when_the_team_says_so() -> None:
    settings.put("cap_count", 2)
    reached(CAROL)
    assert refused(batch(CAROL)) == set()
    reached(CAROL, 3)
    assert refused(batch(CAROL)) == {CAROL}


def test_it_is_off_by_default() -> None:
    settings.put("cap_count", BY_KEY["cap_count"].default)
    reached(CAROL)
    assert refused(batch(CAROL)) == set()


def test_a_batch_of_an_admin_may_go_beyond_it() -> None:
    reached(CAROL)
    made = batch(CAROL)
    made.over_cap = True
    assert refused(made) == set()


def test_its_own_recipients_can_be_tried_again() -> None:
    made = batch(CAROL)
    factories.sent(made, CAROL, state=MessageState.UNKNOWN)
    assert refused(made) == set()


def test_staff_and_tests_are_not_counted() -> None:
    reached(CAROL)
    assert gate.ask(CAROL, Asking(Origin.STAFF, Channel.SMS)).allowed
    assert gate.ask(CAROL, Asking(Origin.TEST, Channel.SMS)).allowed
