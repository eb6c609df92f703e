"""Long texts whose carrier passes on their parts: held until all have come, and received as one text.

Parts come in any order, twice, minutes apart, or never. Each is stored in a transaction of its own, and what
is complete then is received in the next one: of two that come at once, one sees both. What is not complete in
time is received as it is, and says so; a part that comes later waits as the first one did, and is a text of
its own. The sweep is the timer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import func, or_, select

from webapp.carriers.base import InboundMessage, TextPart
from webapp.db import db, now
from webapp.models.webhook_event import WebhookEvent
from webapp.services.inbox import kept_texts
from webapp.services.inbox.receiving import receive
from webapp.services.webhooks import webhook_events
from webapp.services.webhooks.webhook_events import Hook

log = structlog.get_logger(__name__)

KIND, HELD = kept_texts.PART, kept_texts.HELD
NEXT_WITHIN = timedelta(seconds=60)
"""After the newest part. Vonage repeats what was not answered after 5, 15 and 35 seconds."""
ALL_WITHIN = timedelta(minutes=5)
GAP = "[…]"
NOTE = "A part of this text is missing: it did not arrive in time."
TOTAL = WebhookEvent.payload[("sms", "part", "total")].as_integer()


@dataclass(frozen=True)
class _Held:
    """A part that waits, with its webhook."""

    event_id: int
    at: datetime
    sms: InboundMessage
    part: TextPart
    raw: dict[str, Any]


def keep(sms: InboundMessage, part: TextPart, payload: dict[str, Any]) -> str:
    """Store a part, once; it waits. Returns the name of its text, for `join`."""
    name = _digest("text", sms.sender, sms.to, part.ref, part.total)
    own = f"{KIND}:{sms.carrier_id}:{_digest(part.ref, part.number, sms.text)[:16]}"
    new = webhook_events.store([Hook(own, KIND, name, kept_texts.kept(sms, payload))])
    webhook_events.wait([*new.values()])
    return name


def join(name: str) -> None:
    """Receive a text if all of its parts have come, or the time for them is over.

    A part that comes again with other words belongs to another text: the one before gets no more of its own.
    """
    texts = list(_texts(_held(name)))
    for number, parts in enumerate(texts, start=1):
        if number < len(texts) or _is_whole(parts) or _is_over(parts):
            webhook_events.applied([one.event_id for one in parts])
            receive.receive(_joined(parts), _raw(parts))


def due() -> Sequence[str]:
    """Texts whose parts have come, or whose time is over. Reads only."""
    came = WebhookEvent.received_at
    is_over = or_(func.max(came) <= now() - NEXT_WITHIN, func.min(came) <= now() - ALL_WITHIN)
    query = select(WebhookEvent.carrier_id).where(*HELD).group_by(WebhookEvent.carrier_id)
    query = query.having(or_(is_over, func.count() >= func.max(TOTAL)))
    return db.session.scalars(query.order_by(func.min(WebhookEvent.id))).all()


def set_aside(name: str, error: Exception) -> None:
    """A text that cannot be worked: the team is told, and can have it read again."""
    log.error("the parts of a text are set aside", text=name, error=repr(error))
    ids = db.session.scalars(select(WebhookEvent.id).where(*HELD, WebhookEvent.carrier_id == name)).all()
    webhook_events.unreadable(ids)


def _held(name: str) -> Iterator[_Held]:
    """In the order in which they came, locked."""
    query = select(WebhookEvent).where(*HELD, WebhookEvent.carrier_id == name).order_by(WebhookEvent.id)
    for event in db.session.scalars(query.with_for_update(key_share=True)):
        sms = kept_texts.read(event.payload)
        if sms.part is None:
            raise ValueError("what is kept of a part does not say which it is")
        yield _Held(event.id, event.received_at, sms, sms.part, event.payload["raw"])


def _texts(held: Iterator[_Held]) -> Iterator[list[_Held]]:
    """Parts of the same text; with one that came twice under two ids."""
    parts: list[_Held] = []
    for one in held:
        if any(one.part == other.part and one.sms.text != other.sms.text for other in parts):
            yield parts
            parts = []
        parts.append(one)
    if parts:
        yield parts


def _by_number(parts: Sequence[_Held]) -> Mapping[int, _Held]:
    return {one.part.number: one for one in sorted(parts, key=lambda one: -one.event_id)}


def _is_whole(parts: Sequence[_Held]) -> bool:
    return len(_by_number(parts)) == parts[0].part.total


def _is_over(parts: Sequence[_Held]) -> bool:
    return parts[-1].at <= now() - NEXT_WITHIN or parts[0].at <= now() - ALL_WITHIN


def _joined(parts: Sequence[_Held]) -> InboundMessage:
    """One text, with the id of its first part that is there."""
    first, said = _first(parts).sms, list(_said(parts))
    as_one = replace(first, at=min(one.sms.at for one in parts), part=None)
    if _is_whole(parts):
        return replace(as_one, text=said[0])
    return replace(as_one, text=" ".join(map(str.strip, said)), incomplete=True, note=NOTE)


def _said(parts: Sequence[_Held]) -> Iterator[str]:
    """What is there without a gap, and what stands for each gap."""
    there = _by_number(parts)
    for is_there, numbers in groupby(range(1, parts[0].part.total + 1), key=there.__contains__):
        yield "".join(there[number].sms.text for number in numbers) if is_there else GAP


def _raw(parts: Sequence[_Held]) -> dict[str, Any]:
    """Where the carrier's own words are: in the webhooks of the parts."""
    return {**_first(parts).raw, "parts": [one.event_id for one in parts]}


def _first(parts: Sequence[_Held]) -> _Held:
    return min(_by_number(parts).items())[1]


def _digest(*said: object) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:40]
