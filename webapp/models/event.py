"""What happened, what the carrier told us, and what the team has set."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now, only
from webapp.models import states
from webapp.models.recipient import BigId


class Event(Model):
    """Who did what, when (audit and timelines). Append-only, which the database holds (migration 0011).

    `about`: the words by which a search finds it, in small letters. `redacted`: it was about a person who was
    erased, and “erased” stands where it said who.
    """

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    about: Mapped[str] = mapped_column(Text, default="")
    redacted: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index("ix_event_at", "at", "id"),
        Index("ix_event_user", "user_id", "id"),
        Index("ix_event_user_kind", "user_id", "kind", "id"),
        Index("ix_event_batch", "batch_id", "id"),
        Index("ix_event_thread", "thread_id", "id"),
        Index("ix_event_kind", "kind", "id"),
    )


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
        Index("ix_webhook_event_waiting", "carrier_id", **only("state = 'waiting'")),
        Index("ix_webhook_event_unreadable", "id", **only("state = 'unreadable'")),
    )


class WebhookTrouble(Model):
    """Webhooks of one hour that were not believed, for one cause (`Cause`). `hour`: when it began.

    `resolved_at`: when one that could be verified came after the last of them.
    """

    __tablename__ = "webhook_trouble"

    cause: Mapped[str] = mapped_column(String(20), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class Setting(Model):
    """One setting of the team; absent means its default."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
