"""Wishes in texts that wait for their number: STOP counts as soon as it comes, START when the text is read.

An opt-out is about the phone, whichever of our numbers it was said to, and must not wait until someone adds
that number. A START that has waited does not undo what was said after it. Nothing is confirmed: the number
that they wrote to cannot answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from webapp.carriers.base import InboundMessage
from webapp.db import UNTRACKED, db, inline_literal
from webapp.models.contact import Contact
from webapp.models.entry import Direction
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.thread import Thread
from webapp.models.webhook_event import WebhookEvent
from webapp.rules.replies import captions, replies
from webapp.rules.replies.replies import Meaning
from webapp.services import settings
from webapp.services.inbox.receiving import senders
from webapp.services.opt_outs import register

RECORDED = "opted_out"
"""In what is kept of a text: the phone that it has opted out."""


@dataclass(frozen=True)
class Waited:
    """A text that waits, with its sender as lists have it; `recorded`: the phone that it has opted out."""

    event_id: int
    at: datetime
    sms: InboundMessage
    recorded: str


def record(sms: InboundMessage) -> str:
    """Opt out the sender of a STOP; returns their phone, or empty."""
    sender = senders.resolved(sms).sender
    if not sender.startswith("+") or _meaning(sms) != Meaning.OPT_OUT:
        return ""
    register.record(sender, OptOutSource.KEYWORD, captions.joined(sms.text, sms.captions))
    return sender


def keep(ids: Sequence[int], kept: dict[str, Any], phone: str) -> None:
    """Note with the text that it was acted on, so that it is not acted on again when the text is read."""
    marked = update(WebhookEvent).where(WebhookEvent.id.in_(ids)).values(payload={**kept, RECORDED: phone})
    db.session.execute(marked, execution_options=UNTRACKED)


def recorded(kept: dict[str, Any]) -> str:
    """The phone that a text has opted out when it came; empty if none."""
    return str(kept.get(RECORDED, ""))


def done_with(texts: Sequence[Waited]) -> set[int]:
    """Those of the texts whose wish has been done, or overtaken. Asked before any of them is read."""
    return {one.event_id for one in texts if one.recorded == one.sms.sender or _is_overtaken(one)}


def show_evidence(message: Message) -> None:
    """The opt-outs of a text that is read now lead to it."""
    theirs = (
        OptOut.phone == message.phone,
        OptOut.source == OptOutSource.KEYWORD,
        OptOut.evidence == message.text,
    )
    said = update(OptOut).where(*theirs, OptOut.message_id.is_(None)).values(message_id=message.id)
    db.session.execute(said, execution_options=UNTRACKED)


def _is_overtaken(one: Waited) -> bool:
    if _meaning(one.sms) != Meaning.OPT_IN:
        return False
    phone = one.sms.sender
    out_since = select(OptOut.id).where(
        OptOut.phone == phone, OptOut.lifted_at.is_(None), OptOut.created_at >= one.at
    )
    waiting = (WebhookEvent.state == inline_literal("waiting"), WebhookEvent.kind == "inbound")
    theirs = WebhookEvent.payload[RECORDED].as_string() == phone
    stop_waits = select(WebhookEvent.id).where(*waiting, WebhookEvent.id > one.event_id, theirs)
    is_out = any(db.session.scalar(query.limit(1)) for query in (out_since, stop_waits))
    return is_out or _said_stop(phone, one.at)


def _said_stop(phone: str, since: datetime) -> bool:
    """To a number of ours."""
    theirs = select(Message.text).join(Thread, Thread.id == Message.thread_id).join(Contact)
    theirs = theirs.where(
        Contact.phone == phone, Message.direction == Direction.IN, Message.created_at >= since
    )
    return any(replies.read(text, _names) == Meaning.OPT_OUT for text in db.session.scalars(theirs))


def _meaning(sms: InboundMessage) -> Meaning:
    meaning = captions.read(
        sms.text, sms.captions, lambda text: replies.read(text, lambda: [*_names(), sms.to])
    )
    return replies.of_a_part(meaning) if sms.incomplete else meaning


def _names() -> list[str]:
    labels = db.session.execute(select(Number.label, Number.e164))
    ours = [name for row in labels for name in row]
    return list(filter(None, (str(settings.get("team_name")), *ours)))
