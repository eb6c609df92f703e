"""Queueing a single message of a thread: from staff, as a confirmation, as a test."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, Update, bindparam, update

from webapp import queue
from webapp.bulk import cached_statement, execute_core, values_table
from webapp.db import BigId, UtcDateTime, db, now
from webapp.errors import Conflict
from webapp.models.channel import Channel
from webapp.models.entry import PRIORITIES, Direction, Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.rules import segments
from webapp.rules.phones import phone
from webapp.services.threads.activity import preview


@dataclass(frozen=True)
class Text:
    """What to say in a thread. `not_before` and `ref` as in `put`."""

    thread: Thread
    text: str
    not_before: datetime | None = None
    ref: str | None = None


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
    message = _message(thread, text, origin, not_before)
    message.user_id, message.client_ref = user_id, ref or message.client_ref
    db.session.add(message)
    db.session.flush()
    db.session.execute(
        update(Thread)
        .where(Thread.id == thread.id)
        .values(last_at=now(), last_text=preview(text), last_direction="out", revision=Thread.revision + 1)
    )
    queue.later(queue.DISPATCH, at=not_before)
    return message


def put_all(texts: Sequence[Text], origin: Origin) -> dict[int, Message]:
    """Queue messages of as many threads, which are held, at once; by the ids of the threads.

    Raises Conflict as `put` does. What is loaded of the threads does not know what was said last.
    """
    for one in texts:
        must_be_on(one.thread.number)
    messages = {one.thread.id: _message(one.thread, one.text, origin, one.not_before) for one in texts}
    if not messages:
        return {}
    for one in texts:
        messages[one.thread.id].client_ref = one.ref or messages[one.thread.id].client_ref
    db.session.add_all(messages.values())
    db.session.flush()
    said = [{"thread": one.thread.id, "text": preview(one.text)} for one in texts]
    execute_core(_say(), {"rows": said, "at": now()})
    for at in {one.not_before for one in texts}:
        queue.later(queue.DISPATCH, at=at)
    return messages


@cached_statement
def _say() -> Update:
    said = values_table(thread=BigId, text=String(200))
    changed = {"last_text": said.c.text, "last_direction": "out", "revision": Thread.revision + 1}
    at = bindparam("at", type_=UtcDateTime())
    return update(Thread).where(Thread.id == said.c.thread).values(last_at=at, **changed)


def _message(thread: Thread, text: str, origin: Origin, not_before: datetime | None) -> Message:
    return Message(
        thread_id=thread.id,
        number_id=thread.number_id,
        phone=thread.contact.phone,
        direction=Direction.OUT,
        state=MessageState.QUEUED,
        origin=origin,
        priority=PRIORITIES[origin],
        text=text,
        segments=segments.measure(text).segments,
        client_ref=new_ref(),
        not_before=not_before,
    )


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
