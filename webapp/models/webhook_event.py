"""Webhooks that came in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now, partial_index
from webapp.models import states


class WebhookState(StrEnum):
    APPLIED = "applied"
    WAITING = "waiting"
    IGNORED = "ignored"
    UNREADABLE = "unreadable"


WEBHOOK_MOVES: states.Table = {
    WebhookState.APPLIED: frozenset({WebhookState.WAITING, WebhookState.IGNORED}),
    WebhookState.WAITING: frozenset({WebhookState.APPLIED, WebhookState.IGNORED, WebhookState.UNREADABLE}),
    WebhookState.IGNORED: frozenset(),
    WebhookState.UNREADABLE: frozenset({WebhookState.WAITING, WebhookState.IGNORED}),
}


class WebhookEvent(Model):
    """A webhook that came in; `key` makes each one act once. WAITING: its message is not known yet.

    UNREADABLE: a text that waited for its number and could not be read; the team is told.
    """

    __tablename__ = "webhook_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[WebhookState] = mapped_column(String(10))
    carrier_id: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        Index("ix_webhook_event_waiting", "carrier_id", **partial_index("state = 'waiting'")),
        Index("ix_webhook_event_unreadable", "id", **partial_index("state = 'unreadable'")),
    )
