"""What became of a batch: who replied with what, and who opted out through it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, fresh, they_write, thread_of
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.message import MessageState
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.services.batches import listing, report
from webapp.services.batches.replies import replies
from webapp.services.opt_outs import holds, register
from webapp.services.recipients import tallies


@pytest.fixture
def batch(app: Flask) -> Batch:
    """Carol got its message."""
    found = factories.batch([CAROL])
    factories.sent(found, CAROL)
    db.session.commit()
    return found


def counted(batch: Batch) -> tuple[int, int]:
    counts = tallies.counts(batch.id)
    return counts[tallies.REPLIED], counts[tallies.OPTED_OUT]


def shown(batch: Batch, status: str) -> list[str | None]:
    return [one.phone for one in listing.recipients(batch.id, status).rows]


def test_a_reply_is_to_what_they_got(batch: Batch) -> None:
    """A later batch whose message the carrier refused did not reach them."""
    later = factories.batch([CAROL], number_id=batch.number_id, created_by=batch.created_by)
    factories.sent(later, CAROL, state=MessageState.FAILED)
    db.session.commit()
    they_write("Yes")
    assert (counted(batch), counted(later)) == ((1, 0), (0, 0))


def test_whatever_the_delivery_says(batch: Batch) -> None:
    """Reports of carriers may be wrong: what they took may have arrived."""
    later = factories.batch([CAROL], number_id=batch.number_id, created_by=batch.created_by)
    factories.sent(later, CAROL, state=MessageState.UNDELIVERED)
    db.session.commit()
    they_write("Yes")
    assert (counted(batch), counted(later)) == ((0, 0), (1, 0))


def test_a_stop_is_counted_by_itself_and_is_no_reply(batch: Batch) -> None:
    they_write("STOP")
    assert counted(batch) == (0, 1)
    assert (shown(batch, "replied"), shown(batch, "opted_out")) == ([], [CAROL])


def test_who_replied_and_then_opts_out_is_no_reply_any_more(batch: Batch) -> None:
    they_write("Who is this?")
    assert counted(batch) == (1, 0)
    they_write("stop")
    they_write("stop")
    assert counted(batch) == (0, 1)


def test_a_hold_is_a_reply_until_somebody_decides_that_it_is_an_opt_out(batch: Batch) -> None:
    they_write("Please stop texting me, this is my work phone")
    assert counted(batch) == (1, 0)
    hold = holds.of(CAROL)
    assert hold is not None
    holds.opt_out(hold, factories.user())
    db.session.commit()
    assert counted(batch) == (0, 1)


def test_who_comes_back_after_an_opt_out_is_not_counted_twice(batch: Batch) -> None:
    for text in ("stop", "start", "Yes please"):
        they_write(text)
    assert counted(batch) == (0, 1)


def test_the_first_reply_stands_beside_the_recipient_and_in_the_report(batch: Batch) -> None:
    they_write("Yes, at five")
    they_write("Or at six")
    people = db.session.scalars(select(Recipient)).all()
    assert list(replies.of(people).values()) == ["Yes, at five"]
    header, row = "".join(report.whole(batch)).splitlines()
    assert ",replied_at,reply,reply_kind,opted_out_at,consent" in header
    assert ',"Yes, at five",' in row


def test_what_they_wrote_before_the_batch_is_no_reply_to_it(app: Flask) -> None:
    factories.number()
    they_write("Are you open?")
    batch = factories.batch([CAROL], number_id=1)
    factories.sent(batch, CAROL)
    they_write("Yes")
    assert list(replies.of(db.session.scalars(select(Recipient)).all()).values()) == ["Yes"]


@pytest.mark.parametrize("source", [OptOutSource.STAFF, OptOutSource.CARRIER, OptOutSource.IMPORT])
def test_who_has_opted_out_waits_for_no_reply(batch: Batch, source: OptOutSource) -> None:
    thread = thread_of(they_write("When do you open?"))
    assert fresh(thread).needs_reply
    register.record(CAROL, source)
    db.session.commit()
    assert not fresh(thread).needs_reply


def test_a_stop_to_one_number_leaves_needs_reply_on_every_number(batch: Batch) -> None:
    other = factories.number("+12025550177")
    db.session.commit()
    thread = thread_of(they_write("When do you open?", to=other.e164))
    they_write("STOP")
    assert not db.session.get_one(Thread, thread.id).needs_reply
