"""What had left when someone opted out is counted, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from jobs import retention
from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of
from webapp.db import db, now
from webapp.models.batch import Batch
from webapp.models.entry import Origin
from webapp.models.left_already import LeftAlready
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.services import settings
from webapp.services.opt_outs import in_flight, register
from webapp.services.outbox import claim, due, record
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, SendResult
from webapp.services.privacy import erasure, traces


@pytest.fixture
def batch(app: Flask) -> Batch:
    """A batch to Carol and Dave."""
    factories.number()
    made = factories.batch([CAROL, DAVE], number_id=1)
    db.session.commit()
    return made


def leave() -> list[ClaimedEntry]:
    """Everybody's message is on its way to the carrier."""
    entries = claim.claim(due.senders()[0], 10)
    db.session.commit()
    return entries


def counted(phone: str = CAROL) -> int:
    opt_out = db.session.scalars(select(OptOut.id).where(OptOut.phone == phone)).one()
    return in_flight.of_opt_outs([opt_out]).get(opt_out, 0)


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (MessageState.SENDING, 1),
        (MessageState.SENT, 1),
        (MessageState.UNKNOWN, 1),
        (MessageState.DELIVERED, 0),
        (MessageState.FAILED, 0),
    ],
)
def test_it_is_what_we_do_not_know_to_have_arrived(batch: Batch, state: MessageState, left: int) -> None:
    leave()
    db.session.execute(update(Message).values(state=state))
    they_write("STOP")
    assert (counted(), in_flight.of_batch(batch.id)) == (left, left)


def test_a_message_of_a_while_ago_is_no_surprise(batch: Batch) -> None:
    leave()
    db.session.execute(update(Message).values(claimed_at=now() - timedelta(minutes=3)))
    they_write("STOP")
    assert (counted(), in_flight.of_batch(batch.id)) == (0, 0)


def test_who_was_skipped_got_nothing(batch: Batch) -> None:
    they_write("STOP")
    leave()
    assert (counted(), in_flight.of_batch(batch.id)) == (0, 0)


def test_what_comes_back_from_the_carrier_has_not_left(batch: Batch) -> None:
    entries = leave()
    register.record_all([CAROL, DAVE], register.Evidence(OptOutSource.STAFF, "by letter"))
    assert in_flight.of_batch(batch.id) == 2
    back = next(entry for entry in entries if entry.phone == CAROL)
    record.record([Outcome(back, SendResult.RETURNED, sentence="Too busy.")])
    db.session.commit()
    assert (counted(CAROL), counted(DAVE), in_flight.of_batch(batch.id)) == (0, 1, 1)


@pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)
def test_a_stop_does_not_wait_for_whoever_holds_the_message(batch: Batch) -> None:
    """Who acts on its report goes on to batch, recipient and thread, which the STOP holds by then."""
    leave()
    with db.engine.connect() as other:
        other.execute(select(Message.id).with_for_update()).all()
        db.session.execute(text("SET LOCAL lock_timeout = '1s'"))
        they_write("STOP")
    assert counted() == 1


@pytest.mark.parametrize("removed", ["unwritten", "old", "erased"])
def test_what_is_removed_is_forgotten(batch: Batch, removed: str) -> None:
    """SQLite gives its id to the next message."""
    entries = leave()
    they_write("STOP")
    carols = next(entry for entry in entries if entry.phone == CAROL)
    result = SendResult.RETURNED if removed == "unwritten" else SendResult.ACCEPTED
    record.record([Outcome(carols, result, carrier_id="out-1", sentence="Too busy.")])
    if removed == "old":
        settings.put("keep_messages_days", 30)
        db.session.execute(update(Message).values(created_at=now() - timedelta(days=40)))
        db.session.commit()
        retention.tidy()
    if removed == "erased":
        erasure.erase(CAROL, traces.look(CAROL))
    assert db.session.scalars(select(Message.id).where(Message.id == carols.entry_id)).all() == []
    assert db.session.scalars(select(LeftAlready)).all() == []


def test_an_answer_to_a_keyword_does_not_count(batch: Batch) -> None:
    thread = thread_of(they_write("HELP", "+12025550133"))
    leave()
    they_write("STOP", "+12025550133")
    confirmations = select(Message.id).where(
        Message.thread_id == thread.id, Message.origin == Origin.CONFIRMATION, Message.state == "sending"
    )
    assert db.session.scalars(confirmations).all()
    assert counted("+12025550133") == 0
