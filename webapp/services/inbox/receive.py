"""What people write to us: stored once, put into its thread, acted on when it is a keyword."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

import structlog
from sqlalchemy import select, update

from webapp.carriers.base import InboundSms
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.number import Number
from webapp.models.recipient import Recipient
from webapp.models.thread import Direction, Message, MessageState, Thread
from webapp.rules import replies, segments
from webapp.rules.replies import Meaning
from webapp.services import holds, keyword_replies, optouts, tallies, threads, webhook_events
from webapp.services.outbox import waiting
from webapp.services.webhook_events import Hook

log = structlog.get_logger(__name__)

SAID = ("sender", "to", "text")


def receive(sms: InboundSms, payload: dict[str, Any]) -> Message | None:
    """An SMS came in; act on it, once. None when it was a repetition, or waits for its number.

    A text to a number that nobody has added yet is kept, and read as soon as the number is added.
    """
    kept = {"sms": {**asdict(sms), "at": sms.at.isoformat()}, "raw": payload}
    new = _store(sms, kept)
    if not new:
        return None
    number = _ours(sms.to)
    if number is None:
        webhook_events.wait([*new.values()])
        log.warning("a text for a number that is not ours yet is kept", to=sms.to)
        return None
    return write(sms, number)


def _store(sms: InboundSms, kept: dict[str, Any]) -> dict[str, int]:
    """A text is new by its id. Where the carrier gave none, or one that another text has, by what it says."""
    said = [sms.sender, sms.to, sms.text, *([] if sms.carrier_id else [kept["sms"]["at"]])]
    own = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]
    if not sms.carrier_id:
        return webhook_events.store([Hook(f"inbound::{own}", "inbound", "", kept)])
    key = f"inbound:{sms.carrier_id}"
    new = webhook_events.store([Hook(key, "inbound", sms.carrier_id, kept)])
    if new or not _is_another(sms, webhook_events.payload(key)):
        return new
    log.warning("the carrier gave the id of one text to another", carrier_id=sms.carrier_id)
    return webhook_events.store([Hook(f"{key}:{own}", "inbound", sms.carrier_id, kept)])


def _is_another(sms: InboundSms, payload: dict[str, Any] | None) -> bool:
    """Not when what the first one said has been removed: then it is a repetition, as nearly always."""
    first: dict[str, Any] = (payload or {}).get("sms") or {}
    return bool(first) and [first.get(name) for name in SAID] != [getattr(sms, name) for name in SAID]


def _ours(e164: str) -> Number | None:
    return db.session.scalars(select(Number).where(Number.e164 == e164)).one_or_none()


def write(sms: InboundSms, number: Number) -> Message:
    """Put a text into its thread, and act on it when it is a keyword."""
    meaning = replies.read(sms.text)
    _take_up(sms.sender, number, meaning)
    thread = threads.open_one(number.id, sms.sender)
    message = Message(
        thread_id=thread.id,
        number_id=number.id,
        phone=sms.sender,
        direction=Direction.IN,
        state=MessageState.RECEIVED,
        text=sms.text,
        segments=segments.measure(sms.text).segments,
        carrier_id=_own_id(sms.carrier_id),
        sent_at=sms.at,
    )
    db.session.add(message)
    db.session.flush()
    _show(thread, message, wants_answer=meaning in (Meaning.HOLD, Meaning.NOTHING))
    if meaning == Meaning.HOLD:
        holds.place(thread, message)
    elif meaning != Meaning.NOTHING:
        keyword_replies.act(meaning, thread, message)
    return message


def _own_id(carrier_id: str) -> str | None:
    """None when another message, in or out, has this id: it is unique."""
    if not carrier_id:
        return None
    taken = db.session.scalar(select(Message.id).where(Message.carrier_id == carrier_id))
    return None if taken is not None else carrier_id


def _take_up(sender: str, number: Number, meaning: Meaning) -> None:
    """What was sent to them has its reply; what waits for them is asked about again, or will be skipped."""
    waiting.hurry(sender)
    answered = _answered(sender, number)
    if meaning in (Meaning.OPT_OUT, Meaning.OPT_IN, Meaning.HOLD):
        optouts.lock([sender], [batch_id for _, batch_id in answered])
    for recipient_id, batch_id in answered:
        _mark_replied(recipient_id, batch_id)


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


def _answered(sender: str, number: Number) -> list[tuple[int, int]]:
    """The recipient whose message they reply to, the latest from a batch in their conversation; not again.

    And the recipient's batch.
    """
    thread = (
        select(Thread.id)
        .join(Contact, Contact.id == Thread.contact_id)
        .where(Contact.phone == sender, Thread.number_id == number.id)
    )
    sent = select(Message.recipient_id).where(
        Message.thread_id == thread.scalar_subquery(), Message.recipient_id.is_not(None)
    )
    latest = sent.order_by(Message.id.desc()).limit(1).scalar_subquery()
    first = (Recipient.id == latest, Recipient.replied_at.is_(None))
    found = db.session.execute(select(Recipient.id, Recipient.batch_id).where(*first))
    return [(row.id, row.batch_id) for row in found]


def _mark_replied(recipient_id: int, batch_id: int) -> None:
    tallies.touch([batch_id])
    first = (Recipient.id == recipient_id, Recipient.replied_at.is_(None))
    marked = update(Recipient).where(*first).values(replied_at=now()).returning(Recipient.id)
    if db.session.scalars(marked).first() is not None:
        tallies.add(batch_id, tallies.REPLIED, 1)
