"""Every door refuses a number whose SMS is switched off, and says so."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import they_write
from webapp.db import db
from webapp.errors import Conflict, Fault, Faults
from webapp.models.batch import Batch, BatchState
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.services.batches import drafts, lifecycle, ready, test_message
from webapp.services.inbox import reply
from webapp.services.inbox.reply import FirstMessage
from webapp.services.numbers import numbers
from webapp.services.opt_outs import register
from webapp.services.outbox import due
from webapp.services.threads.enqueue import put

CAROL = "+12025550111"
OFF = "SMS is switched off for Front desk. An admin can switch it on under Numbers."


@pytest.fixture
def off(app: Flask) -> Number:
    return factories.number(active=False)


def draft(number: Number) -> Batch:
    return factories.batch([CAROL], state=BatchState.DRAFT, number_id=number.id)


@pytest.mark.parametrize("origin", [origin for origin in Origin if origin != Origin.BATCH])
def test_nothing_is_queued_whoever_wants_it(off: Number, origin: Origin) -> None:
    """Workflows, agents and the API come by this door, too."""
    with pytest.raises(Conflict) as refused:
        put(factories.thread(CAROL, off.id), "Hi", origin)
    assert refused.value.sentence == OFF
    assert db.session.scalars(select(Message)).all() == []


def test_a_batch_cannot_choose_it_nor_start_with_it(off: Number) -> None:
    batch = draft(off)
    with pytest.raises(Fault, match="used for SMS"):
        drafts.choose_number(batch, off.id)
    assert [one.sentence for one in ready.obstacles(batch)] == ["Choose the number to send from."]
    with pytest.raises(Conflict):
        lifecycle.start(batch)


def test_a_batch_that_runs_is_not_served(off: Number) -> None:
    factories.batch([CAROL], number_id=off.id)
    assert due.senders() == []


def test_no_test_message(off: Number) -> None:
    with pytest.raises(Conflict):
        test_message.send(draft(off), "+12025550122", factories.user().id)


def test_no_reply_and_no_first_message(off: Number) -> None:
    thread = factories.thread(CAROL, off.id)
    assert reply.verdict(thread).obstacle == OFF
    with pytest.raises(Fault, match="switched off"):
        reply.reply(thread, "Hi", factories.user().id, reply.new_key())
    with pytest.raises(Faults) as refused:
        reply.start(FirstMessage(CAROL, off.id, "Hi", reply.new_key()), factories.user().id)
    assert refused.value.by_field == {"number": "Choose the number to send from."}
    assert numbers.able("sms") == []


def test_a_stop_counts_and_is_not_answered(off: Number) -> None:
    they_write("STOP")
    assert CAROL in register.active([CAROL])
    assert db.session.scalars(select(Message.text)).all() == ["STOP"]
