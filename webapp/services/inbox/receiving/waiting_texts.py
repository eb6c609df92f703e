"""Texts for numbers that no one had added when they came: kept, and read as soon as someone has.

One that cannot be read keeps no other waiting: it is set aside, and the team is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import func, select

from webapp import queue
from webapp.carriers.base import InboundMessage
from webapp.db import UNTRACKED, db, inline_literal
from webapp.models.number import Number
from webapp.models.states import move
from webapp.models.webhook_event import WEBHOOK_MOVES, WebhookEvent, WebhookState
from webapp.services.inbox import kept_texts
from webapp.services.inbox.receiving import early_keywords, receive, senders
from webapp.services.inbox.receiving.early_keywords import Waited
from webapp.services.opt_outs import register
from webapp.services.webhooks import webhook_events

log = structlog.get_logger(__name__)

WAITING = (WebhookEvent.state == inline_literal("waiting"), WebhookEvent.kind == "inbound")
UNREADABLE = (WebhookEvent.state == inline_literal("unreadable"),)
TO = WebhookEvent.payload[("sms", "to")].as_string()
SENDER = WebhookEvent.payload[("sms", "sender")].as_string()
SHOWN = 5


@dataclass(frozen=True)
class Unclaimed:
    """Texts that came for a number that no one has added."""

    e164: str
    texts: int


@dataclass(frozen=True)
class Unreadable:
    """How many texts could not be read, and who sent the first of them, as far as that can be told."""

    texts: int
    senders: list[str]


def unclaimed() -> list[Unclaimed]:
    """The numbers that texts wait for, the most wanted first; not those that have just been added."""
    count, ours = func.count(), set(db.session.scalars(select(Number.e164)))
    rows = db.session.execute(select(TO, count).where(*WAITING).group_by(TO).order_by(count.desc(), TO))
    return [Unclaimed(e164, texts) for e164, texts in rows if e164 and e164 not in ours]


def unreadable() -> Unreadable:
    """What could not be read."""
    texts = db.session.scalar(select(func.count()).select_from(WebhookEvent).where(*UNREADABLE)) or 0
    first = select(SENDER).where(*UNREADABLE).order_by(WebhookEvent.id).limit(SHOWN) if texts else None
    senders = db.session.scalars(first).all() if first is not None else []
    return Unreadable(texts, list(dict.fromkeys(one for one in senders if one)))


def try_again() -> None:
    """Read what could not be read once more: it waits for the sweep."""
    statement = move(WebhookEvent, "state", WEBHOOK_MOVES, WebhookState.WAITING, *UNREADABLE)
    db.session.execute(statement, execution_options=UNTRACKED)
    queue.later(queue.SWEEP)


def adoptable() -> Sequence[WebhookEvent]:
    """The texts whose numbers have been added since they came, oldest first, locked."""
    query = select(WebhookEvent).where(*WAITING, TO.in_(select(Number.e164)))
    return db.session.scalars(query.order_by(WebhookEvent.id).with_for_update(key_share=True)).all()


def adopt(only: int | None = None) -> int:
    """Read the texts whose numbers have been added since they came, oldest first. Returns how many.

    `only`: the one with this id. Called when a number has been added, and by the sweep: a text may come in
    at that very moment.
    """
    found = [event for event in adoptable() if only in (None, event.id)]
    read = {event.id: sms for event in found if (sms := _reread(event)) is not None}
    texts = {event_id: senders.resolved(sms) for event_id, sms in read.items()}
    webhook_events.unreadable([event.id for event in found if event.id not in texts])
    done: set[int] = set()
    if texts:
        register.lock({sms.sender for sms in texts.values()})  # all of them at once, see services/row_locks
        done = early_keywords.done_with(_waited(found, texts))
        webhook_events.applied([*texts])
    for event_id, sms in texts.items():
        number = db.session.scalars(select(Number).where(Number.e164 == sms.to)).one()
        receive.write(sms, number, is_done=event_id in done)
    return len(texts)


def _waited(found: Sequence[WebhookEvent], texts: Mapping[int, InboundMessage]) -> list[Waited]:
    return [
        Waited(event.id, event.received_at, texts[event.id], early_keywords.recorded(event.payload))
        for event in found
        if event.id in texts
    ]


def set_aside(event_id: int, error: Exception) -> None:
    """One of them raises."""
    log.error("a text is set aside", webhook=event_id, error=repr(error))
    webhook_events.unreadable([event_id])


def _reread(event: WebhookEvent) -> InboundMessage | None:
    try:
        return kept_texts.read(event.payload)
    except kept_texts.CANNOT_BE_READ as error:
        log.error("a text that waited cannot be read", webhook=event.id, error=repr(error))
        return None
