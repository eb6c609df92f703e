"""Who waited for the answer that is taken back waits again, whatever else has been said to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.conversations import fresh, they_write, we_write
from webapp.db import db, now
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.inbox import withdraw


def said(thread: Thread, ada: User, text: str, state: MessageState) -> None:
    """Staff answered, and this has become of it."""
    message = we_write(thread, text, ada.id)
    db.session.execute(update(Message).where(Message.id == message.id).values(state=state))
    db.session.commit()


def take_back(thread: Thread, ada: User) -> bool:
    """An answer that waits for their morning; returns whether they need a reply then."""
    message = we_write(thread, "We are.", ada.id)
    later = now() + timedelta(hours=9)
    db.session.execute(update(Message).where(Message.id == message.id).values(not_before=later))
    withdraw.withdraw(message.id, ada)
    db.session.commit()
    return fresh(thread).needs_reply


@pytest.mark.parametrize(
    ("before", "owed"),
    [
        (MessageState.FAILED, True),
        (MessageState.REJECTED, True),
        (MessageState.UNDELIVERED, True),
        (MessageState.DELIVERED, False),
        (MessageState.UNKNOWN, False),
    ],
)
def test_an_earlier_answer_counts_where_it_came(
    thread: Thread, ada: User, before: MessageState, owed: bool
) -> None:
    said(thread, ada, "Yes", before)
    assert take_back(thread, ada) is owed


def test_a_confirmation_is_no_answer(thread: Thread, ada: User) -> None:
    they_write("HELP")
    assert take_back(thread, ada) is True
