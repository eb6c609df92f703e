"""What people write to us: stored once, put into its thread, acted on when it is a keyword."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import structlog
from sqlalchemy import Select, and_, select, update

from webapp.carriers.base import InboundMessage
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.entry import Direction
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.status_change import Because
from webapp.models.thread import Thread
from webapp.rules import segments
from webapp.rules.media import summary
from webapp.rules.replies import captions
from webapp.rules.replies.replies import Meaning
from webapp.services import containment, signals
from webapp.services.agents.turns import timer
from webapp.services.inbox import kept_texts
from webapp.services.inbox.receiving import early_keywords, keyword_replies, senders, strays, text_meaning
from webapp.services.inbox.receiving.text_meaning import TextMeaning
from webapp.services.inbox.scheduled import scheduled_sending
from webapp.services.media import store
from webapp.services.opt_outs import holds, register
from webapp.services.outbox import waiting
from webapp.services.recipients import answered
from webapp.services.threads import activity, opening, reopening
from webapp.services.webhooks import webhook_events
from webapp.services.webhooks.webhook_events import Hook
from webapp.services.workflows import replies

log = structlog.get_logger(__name__)

SAID = ("sender", "to", "text")


def receive(sms: InboundMessage, payload: dict[str, Any]) -> Message | None:
    """A message came in; act on it, once. None when it was a repetition, waits for its number, or is a stray.

    A text to a number that no one has added yet is kept, and read as soon as the number is added; a STOP
    in it counts at once.
    """
    kept = kept_texts.kept(sms, payload)
    stray = strays.is_one(sms)
    new = _store(sms, strays.KIND if stray else "inbound", kept)
    if not new:
        return None
    number = None if stray else _ours(sms)
    if number is None:
        webhook_events.wait([*new.values()])
        _record_early(sms, new, kept)
        log.warning("a text that belongs to no number of ours, or to no one, is kept", to=sms.to)
        return None
    return write(senders.resolved(sms), number)


def set_aside(sms: InboundMessage, payload: dict[str, Any], error: Exception) -> None:
    """Keep a message that cannot be worked: the team is told, and can have it read again.

    A STOP in it counts at once: until someone reads it, its sender would go on being written to.
    """
    log.error("a text is set aside", carrier_id=sms.carrier_id, error=repr(error))
    kept = kept_texts.kept(sms, payload)
    new = _store(sms, "inbound", kept)
    webhook_events.wait([*new.values()])
    webhook_events.unreadable([*new.values()])
    if failed := containment.fault_within(lambda: _record_early(sms, new, kept)):
        log.error("whether it says STOP is not known", carrier_id=sms.carrier_id, error=repr(failed))


def _record_early(sms: InboundMessage, new: dict[str, int], kept: dict[str, Any]) -> None:
    if new and (phone := early_keywords.record(sms)):
        early_keywords.keep([*new.values()], kept, phone)


def _store(sms: InboundMessage, kind: str, kept: dict[str, Any]) -> dict[str, int]:
    """A text is new by its id. Where the carrier gave one that another text has, by what it says, too."""
    key = f"inbound:{sms.carrier_id}"
    new = webhook_events.store([Hook(key, kind, sms.carrier_id, kept)])
    if new or not _is_another(sms, webhook_events.payload(key)):
        return new
    log.warning("the carrier gave the id of one text to another", carrier_id=sms.carrier_id)
    own = hashlib.sha256(json.dumps([sms.sender, sms.to, sms.text]).encode()).hexdigest()[:32]
    return webhook_events.store([Hook(f"{key}:{own}", kind, sms.carrier_id, kept)])


def _is_another(sms: InboundMessage, payload: dict[str, Any] | None) -> bool:
    """Not when what the first one said has been removed: then it is a repetition, as nearly always."""
    first: dict[str, Any] = (payload or {}).get("sms") or {}
    return bool(first) and [first.get(name) for name in SAID] != [getattr(sms, name) for name in SAID]


def _ours(sms: InboundMessage) -> Number | None:
    """The number that it came to. Where none is told (RCS names a brand), the one that they talk with."""
    if sms.to.startswith("+"):
        return db.session.scalars(select(Number).where(Number.e164 == sms.to)).one_or_none()
    theirs = select(Number).join(Thread, Thread.number_id == Number.id).join(Thread.contact)
    latest = theirs.where(Contact.phone == sms.sender).order_by(Thread.last_at.desc()).limit(1)
    first = select(Number).order_by(Number.id).limit(1)
    return db.session.scalars(latest).first() or db.session.scalars(first).first()


def write(sms: InboundMessage, number: Number, *, is_done: bool = False) -> Message:
    """Put a message into its thread, and act on it when it is a keyword or a reaction.

    `is_done`: it waited, and what it wishes has been done, or overtaken.
    """
    heard = text_meaning.read(sms, number)
    if heard.reacts_to is not None:
        return _react(sms, number, heard)
    meaning = keyword_replies.standing(heard.meaning, sms.sender)
    said = captions.joined(sms.text, sms.captions) if meaning == Meaning.NOTHING else ""
    runs = replies.stop(sms.sender, said, opts_out=meaning == Meaning.OPT_OUT)
    _take_up(sms, number, meaning)
    thread = opening.open_one(number.id, sms.sender)
    message = _message(sms, thread, number)
    db.session.add(message)
    db.session.flush()
    if sms.media:
        store.add(message, sms.media)
    _show(
        thread,
        message,
        summary(one.kind for one in sms.media),
        wants_answer=meaning in (Meaning.HOLD, Meaning.NOTHING),
    )
    scheduled_sending.they_wrote(thread, said)
    if is_done:
        early_keywords.show_evidence(message)
    elif meaning == Meaning.HOLD:
        holds.place(message, message.text)
    elif meaning != Meaning.NOTHING:
        keyword_replies.act(meaning, thread, message)
    elif not replies.are_answered(runs, message):
        timer.told(thread, message)
    replies.wake(runs, message.id)
    signals.emit(signals.TEXT_RECEIVED, message=message.id, means=str(meaning))
    return message


def _react(sms: InboundMessage, number: Number, heard: TextMeaning) -> Message:
    """A reaction needs no answer: show it at the message that it is about."""
    thread = opening.open_one(number.id, sms.sender)
    message = _message(sms, thread, number, reacts_to=heard.reacts_to, reaction=heard.emoji)
    db.session.add(message)
    db.session.flush()
    activity.touch([thread.id])
    return message


def _message(sms: InboundMessage, thread: Thread, number: Number, **values: Any) -> Message:
    text = captions.joined(sms.text, sms.captions)
    return Message(
        thread_id=thread.id,
        number_id=thread.number_id,
        phone=sms.sender,
        direction=Direction.IN,
        state=MessageState.RECEIVED,
        text=text,
        segments=segments.measure(text).segments,
        carrier=number.carrier,
        carrier_id=_own_id(number.carrier, sms.carrier_id),
        reason=sms.note,
        sent_at=sms.at,
        **values,
    )


def _own_id(carrier: str, carrier_id: str) -> str | None:
    """None when another message of this carrier, in or out, has this id: it is unique."""
    if not carrier_id:
        return None
    taken = db.session.scalar(with_id(carrier, carrier_id))
    return None if taken is not None else carrier_id


def with_id(carrier: str, carrier_id: str) -> Select[int]:
    """The message that a carrier calls so."""
    return select(Message.id).where(Message.carrier == carrier, Message.carrier_id == carrier_id)


def _take_up(sms: InboundMessage, number: Number, meaning: Meaning) -> None:
    """What was sent to them has its reply; what waits for them is asked about again, or will be skipped."""
    sender = sms.sender
    waiting.hurry(sender)
    opts_out = meaning == Meaning.OPT_OUT
    contact = select(Contact.id).where(Contact.phone == sender).scalar_subquery()
    one = answered.find(and_(Thread.contact_id == contact, Thread.number_id == number.id), opts_out)
    if meaning in (Meaning.OPT_OUT, Meaning.OPT_IN, Meaning.HOLD):
        register.lock([sender], [one.batch_id] if one else [])
    if one is not None:
        answered.count(one, opts_out, "" if sms.incomplete else captions.joined(sms.text, sms.captions))


def _show(thread: Thread, message: Message, media: str, *, wants_answer: bool) -> None:
    values: dict[str, Any] = {
        "last_at": now(),
        "last_inbound_at": now(),
        "last_text": activity.preview(message.text or media or message.reason),
        "last_direction": "in",
        "revision": Thread.revision + 1,
    }
    heard = thread.contact.blocked_at is None
    if heard:
        values |= {"unread": Thread.unread + 1} | ({"needs_reply": True} if wants_answer else {})
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(**values))
    if heard and wants_answer:
        reopening.reopen([thread.id], Because.WROTE)
