"""Queueing a single message of a thread: from staff, as a confirmation, as a test."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update

from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.channel import Channel
from webapp.models.entry import PRIORITIES, Direction, Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.rules import phone, segments
from webapp.services.threads.activity import preview


def put(
    thread: Thread,
    text: str,
    origin: Origin,
    user_id: int | None = None,
    *,
    ref: str | None = None,
    not_before: datetime | None = None,
) -> Message:
    """Queue one message of a thread. The gate is asked again when it is claimed.

    Raises Conflict while SMS is off for its number: every origin comes by here. `ref`: the message's
    `client_ref` when its sender has one; IntegrityError when it is taken. `not_before`: when the gate lets it
    through, if not now.
    """
    must_be_on(thread.number)
    message = Message(
        thread_id=thread.id,
        number_id=thread.number_id,
        phone=thread.contact.phone,
        direction=Direction.OUT,
        state=MessageState.QUEUED,
        origin=origin,
        priority=PRIORITIES[origin],
        text=text,
        segments=segments.measure(text).segments,
        user_id=user_id,
        client_ref=ref or new_ref(),
        not_before=not_before,
    )
    db.session.add(message)
    db.session.flush()
    db.session.execute(
        update(Thread)
        .where(Thread.id == thread.id)
        .values(last_at=now(), last_text=preview(text), last_direction="out", revision=Thread.revision + 1)
    )
    queue.later(queue.DISPATCH, at=not_before)
    return message


def must_be_on(number: Number) -> None:
    """Raises Conflict with what to do about it."""
    if not number.can(Channel.SMS):
        raise Conflict(off(number))


def off(number: Number) -> str:
    """Says that nothing can be sent from a number."""
    name = number.label or phone.pretty(number.e164)
    return f"SMS is switched off for {name}. An admin can switch it on under Numbers."


def new_ref() -> str:
    """Our name for a message at the carrier: unguessable, unique, at most 100 characters on the wire."""
    return secrets.token_hex(12)
