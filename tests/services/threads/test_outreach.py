"""The newest batch in a conversation: of texts or of calls, as long as the carrier took it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, DAVE, they_write
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.entry import Entry
from webapp.models.message import MessageState
from webapp.models.thread import Thread
from webapp.services.threads import outreach


@pytest.fixture
def batch(app: Flask) -> Batch:
    """Carol got its message."""
    found = factories.batch([CAROL, DAVE])
    factories.sent(found, CAROL)
    db.session.commit()
    return found


def here() -> int:
    """Of the conversation with Carol."""
    theirs = select(Thread.id).join(Contact, Contact.id == Thread.contact_id)
    return db.session.scalars(theirs.where(Contact.phone == CAROL)).one()


def newest() -> int | None:
    return outreach.newest_batch(here())


def later(batch: Batch, phone: str, state: MessageState) -> int:
    made = factories.batch([phone], number_id=batch.number_id, created_by=batch.created_by)
    factories.sent(made, phone, state=state)
    db.session.commit()
    return made.id


@pytest.mark.parametrize("state", [MessageState.SENT, MessageState.UNKNOWN, MessageState.UNDELIVERED])
def test_the_last_one_counts(batch: Batch, state: MessageState) -> None:
    made = later(batch, CAROL, state)
    they_write("Yes")
    assert newest() == made


def test_one_that_was_refused_does_not(batch: Batch) -> None:
    later(batch, CAROL, MessageState.FAILED)
    assert newest() == batch.id


def test_nor_does_one_that_reached_others(batch: Batch) -> None:
    later(batch, DAVE, MessageState.SENT)
    assert newest() == batch.id


def test_where_no_batch_wrote_there_is_none(app: Flask) -> None:
    thread = factories.thread()
    db.session.commit()
    assert outreach.newest_batch(thread.id) is None


def test_it_can_be_asked_for_the_newest_before_something(batch: Batch) -> None:
    made = later(batch, CAROL, MessageState.SENT)
    last = db.session.scalar(outreach.newest(Entry.id, here()))
    assert last is not None
    assert db.session.scalar(outreach.newest(Entry.batch_id, here())) == made
    assert db.session.scalar(outreach.newest(Entry.batch_id, here(), Entry.id < last)) == batch.id
