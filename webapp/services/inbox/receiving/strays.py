"""Messages that belong to no conversation: no one can tell who sent them, or we have no number at all.

They are kept as they came, and shown until someone has looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from webapp.carriers.base import InboundMessage
from webapp.db import db, inline_literal
from webapp.errors import NotFound
from webapp.models.number import Number
from webapp.models.states import move
from webapp.models.webhook_event import WEBHOOK_MOVES, WebhookEvent, WebhookState

KIND = "stray"
WAITING = (WebhookEvent.state == inline_literal("waiting"), WebhookEvent.kind == KIND)
MOST = 100
LONGEST = 200
"""Characters of what stands in the place of a phone."""


@dataclass(frozen=True)
class Stray:
    """As the carrier told it: `sender` and `to` in its own words, where it had any."""

    id: int
    at: datetime
    sender: str
    to: str
    said: str


def is_one(message: InboundMessage) -> bool:
    """Whether it has no conversation. To a phone that is not ours yet, it waits for that number."""
    if not message.sender:
        return True
    return not message.to.startswith("+") and db.session.scalar(select(Number.id).limit(1)) is None


def count() -> int:
    """How many no one has looked at."""
    return db.session.scalar(select(func.count()).select_from(WebhookEvent).where(*WAITING)) or 0


def waiting() -> Sequence[Stray]:
    """The oldest that no one has looked at."""
    query = select(WebhookEvent).where(*WAITING).order_by(WebhookEvent.id).limit(MOST)
    return [_read(event) for event in db.session.scalars(query)]


def mark_seen(stray_id: int) -> None:
    """Someone has looked. Raises NotFound."""
    done = move(
        WebhookEvent, "state", WEBHOOK_MOVES, WebhookState.IGNORED, WebhookEvent.id == stray_id, *WAITING
    )
    if db.session.execute(done.returning(WebhookEvent.id)).first() is None:
        raise NotFound("Someone has looked at this message already.")


def _read(event: WebhookEvent) -> Stray:
    kept, raw = event.payload["sms"], event.payload["raw"]
    captions = [one["caption"] for one in kept["media"]]
    said = [kept["text"], *captions, kept["note"], *(one["url"] for one in kept["media"])]
    return Stray(
        event.id,
        event.received_at,
        kept["sender"] or _shown(raw.get("from")),
        kept["to"] or _shown(raw.get("to")),
        "\n".join(filter(None, said)),
    )


def _shown(value: Any) -> str:
    """The text in the place of a phone; of a mapping, its values."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {inner}" for name, inner in value.items())[:LONGEST]
    return "" if value is None else str(value)[:LONGEST]
