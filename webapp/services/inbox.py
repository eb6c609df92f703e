"""What people write to us, and what staff write back."""

from __future__ import annotations

from typing import Any

import structlog
from sqlalchemy import select, update

from webapp.carriers.base import InboundSms
from webapp.db import db, inline, now
from webapp.errors import Fault, NotFound
from webapp.models.event import WebhookEvent, WebhookState
from webapp.models.number import Number
from webapp.models.recipient import Recipient
from webapp.models.thread import Direction, Message, MessageState, Origin, Thread
from webapp.rules import keywords, segments
from webapp.services import events, gate, keyword_replies, receipts, tallies, threads
from webapp.services.outbox.put import put

log = structlog.get_logger(__name__)

LONGEST_REPLY_SEGMENTS = 6


def receive(sms: InboundSms, payload: dict[str, Any]) -> Message | None:
    """An SMS came in; act on it, once. None when it was a repetition, or waits for its number.

    A text to a number that nobody has added yet is kept, and read as soon as the number is added.
    """
    event_id = receipts.first_time(f"inbound:{sms.carrier_id}", "inbound", sms.carrier_id, payload)
    if event_id is None:
        return None
    number = db.session.scalars(select(Number).where(Number.e164 == sms.to)).one_or_none()
    if number is None:
        db.session.get_one(WebhookEvent, event_id).settle(WebhookState.WAITING)
        log.warning("a text for a number that is not ours yet is kept", to=sms.to)
        return None
    return _write(sms, number)


def waiting_for_numbers() -> list[WebhookEvent]:
    """Texts that wait for their number to be added, oldest first."""
    return list(
        db.session.scalars(
            select(WebhookEvent)
            .where(WebhookEvent.state == inline("waiting"), WebhookEvent.kind == "inbound")
            .order_by(WebhookEvent.id)
        )
    )


def adopt(event: WebhookEvent, sms: InboundSms) -> None:
    """The number of a waiting text was added: read the text now."""
    number = db.session.scalars(select(Number).where(Number.e164 == sms.to)).one_or_none()
    if number is not None:
        event.settle(WebhookState.APPLIED)
        _write(sms, number)


def _write(sms: InboundSms, number: Number) -> Message:
    thread = threads.open_one(number.id, sms.sender)
    message = Message(
        thread_id=thread.id,
        number_id=number.id,
        phone=sms.sender,
        direction=Direction.IN,
        state=MessageState.RECEIVED,
        text=sms.text,
        segments=segments.measure(sms.text).segments,
        carrier_id=sms.carrier_id,
        sent_at=sms.at,
    )
    db.session.add(message)
    db.session.flush()
    keyword = keywords.match(sms.text)
    _show(thread, message, wants_answer=keyword is None)
    _mark_replied(thread)
    if keyword is not None:
        keyword_replies.act(keyword, thread, message)
    return message


def _show(thread: Thread, message: Message, *, wants_answer: bool) -> None:
    values: dict[str, Any] = {
        "last_at": now(),
        "last_inbound_at": now(),
        "last_text": threads.preview(message.text),
        "last_direction": "in",
        "unread": Thread.unread + 1,
        "revision": Thread.revision + 1,
    }
    if wants_answer:
        values["needs_reply"] = True
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(**values))


def _mark_replied(thread: Thread) -> None:
    """The latest batch message of the thread is what they reply to."""
    recipient_id = db.session.scalars(
        select(Message.recipient_id)
        .where(Message.thread_id == thread.id, Message.recipient_id.is_not(None))
        .order_by(Message.id.desc())
        .limit(1)
    ).first()
    if recipient_id is None:
        return
    batch_id = db.session.scalars(
        update(Recipient)
        .where(Recipient.id == recipient_id, Recipient.replied_at.is_(None))
        .values(replied_at=now())
        .returning(Recipient.batch_id)
    ).first()
    if batch_id is not None:
        tallies.touch(batch_id)
        tallies.add(batch_id, tallies.REPLIED, 1)


def get(thread_id: int) -> Thread:
    """Raises NotFound."""
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        raise NotFound("This conversation does not exist.")
    return thread


def reply(thread: Thread, text: str, user_id: int) -> Message:
    """Staff write back. Raises Fault when the gate or the text is in the way."""
    text = text.strip()
    _check_text(text)
    if not thread.number.sms:
        raise Fault(f"SMS is switched off for {thread.number.label or thread.number.e164}.", "text")
    verdict = gate.ask(thread.contact.phone, Origin.STAFF)
    if not verdict.allowed:
        raise Fault(verdict.reason, "text")
    message = put(thread, text, Origin.STAFF, user_id)
    mark_answered(thread)
    events.note("thread.replied", user_id=user_id, thread_id=thread.id)
    return message


def _check_text(text: str) -> None:
    if not text:
        raise Fault("Write something first.", "text")
    size = segments.measure(text)
    if size.segments > LONGEST_REPLY_SEGMENTS:
        raise Fault(
            f"This would be {size.segments} segments; at most {LONGEST_REPLY_SEGMENTS} can be sent at once.",
            "text",
        )


def mark_answered(thread: Thread) -> None:
    """Nobody waits for us in this thread."""
    db.session.execute(
        update(Thread)
        .where(Thread.id == thread.id)
        .values(needs_reply=False, unread=0, revision=Thread.revision + 1)
    )


def mark_read(thread: Thread) -> None:
    """Somebody has opened it; it may still need a reply."""
    db.session.execute(
        update(Thread)
        .where(Thread.id == thread.id, Thread.unread > 0)
        .values(unread=0, revision=Thread.revision + 1)
    )
