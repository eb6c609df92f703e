"""What people write to us, and what staff write back."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from tests import factories
from webapp.carriers.base import InboundMedia, InboundMessage
from webapp.db import db
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.rules.media import MediaKind
from webapp.services.inbox import reply
from webapp.services.inbox.receiving import receive

CAROL, DAVE = "+12025550111", "+12025550122"
_serial = itertools.count(1)


def they_write(text: str, sender: str = CAROL, to: str = factories.OUR_NUMBER) -> Message:
    """A text comes in, as the carrier's webhook would bring it."""
    sms = InboundMessage(f"in-{next(_serial)}", sender, to, text, datetime.now(UTC))
    message = receive.receive(sms, {})
    assert message is not None
    db.session.commit()
    return message


def they_send(*media: tuple[str, str, str], text: str = "", sender: str = CAROL) -> Message:
    """An MMS comes in, with media: kind, address, name."""
    sent = tuple(InboundMedia(MediaKind(kind), url, name) for kind, url, name in media)
    name = f"in-{next(_serial)}"
    mms = InboundMessage(name, sender, factories.OUR_NUMBER, text, datetime.now(UTC), sent)
    message = receive.receive(mms, {})
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
