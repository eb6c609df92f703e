"""A reply that waits for someone's hours can be taken back; nothing else can."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.closing import close, open_again
from tests.conversations import fresh, we_write
from tests.views.client import Browser
from webapp.db import db, now
from webapp.models.entry import Origin
from webapp.models.event import Event
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.outbox import due


@pytest.fixture
def waiting(ada: User, thread: Thread) -> Message:
    """Ada has answered Carol, who wrote days ago and whose hours are closed."""
    close(ada)
    db.session.execute(update(Thread).values(last_inbound_at=now() - timedelta(days=3)))
    db.session.commit()
    message = we_write(thread, "Yes, from ten.", ada.id)
    assert message.not_before is not None
    return message


def test_it_is_never_sent_and_they_wait_for_an_answer_again(
    staff: Browser, ada: User, grace: User, thread: Thread, waiting: Message
) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    assert "Waits for their hours" in page.words
    done = staff.submit(page, f"/inbox/messages/{waiting.id}/withdraw")
    assert (done.path, done.notices) == (f"/inbox/{thread.id}", ["It is taken back, and will not be sent."])
    assert "Canceled" in done.words and "Take it back" not in done.words
    assert (fresh(thread).needs_reply, db.session.get_one(Message, waiting.id).state) == (True, "canceled")
    noted = select(Event.user_id).where(Event.kind == "thread.withdrew")
    assert db.session.scalars(noted).all() == [grace.id]
    open_again(ada)
    assert due.senders() == []


def test_what_was_answered_otherwise_meanwhile_is_answered(
    staff: Browser, ada: User, thread: Thread, waiting: Message
) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    we_write(thread, "We are.", ada.id)
    staff.submit(page, f"/inbox/messages/{waiting.id}/withdraw")
    assert not fresh(thread).needs_reply


@pytest.mark.parametrize(
    "values",
    [
        {"state": MessageState.SENDING},
        {"state": MessageState.SENT},
        {"state": MessageState.CANCELED},
        {"origin": Origin.WORKFLOW},
        {"not_before": None},
    ],
)
def test_what_does_not_wait_cannot_be_taken_back(
    staff: Browser, thread: Thread, waiting: Message, values: dict[str, object]
) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    db.session.execute(update(Message).where(Message.id == waiting.id).values(**values))
    db.session.commit()
    before = db.session.get_one(Message, waiting.id).state
    refused = staff.submit(page, f"/inbox/messages/{waiting.id}/withdraw")
    assert refused.status == 409
    assert "cannot be taken back any more" in refused.words
    db.session.expire_all()
    assert db.session.get_one(Message, waiting.id).state == before
