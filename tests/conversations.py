"""What people write to us, and what staff write back."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from tests import factories
from webapp.carriers.base import InboundMessage
from webapp.db import db
from webapp.models.thread import Message, Thread
from webapp.services.inbox import receive, reply

CAROL, DAVE = "+12025550111", "+12025550122"
_serial = itertools.count(1)


def they_write(text: str, sender: str = CAROL, to: str = factories.OUR_NUMBER) -> Message:
    """A text comes in, as the carrier's webhook would bring it."""
    sms = InboundMessage(f"in-{next(_serial)}", sender, to, text, datetime.now(UTC))
    message = receive.receive(sms, {})
    assert message is not None
    db.session.commit()
    return message


def thread_of(message: Message) -> Thread:
    return db.session.get_one(Thread, message.thread_id)


def we_write(thread: Thread, text: str, user_id: int) -> Message:
    """Staff answer."""
    message = reply.reply(thread, text, user_id, reply.new_key())
    db.session.commit()
    return message


def fresh(thread: Thread) -> Thread:
    """As the database has it now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)
