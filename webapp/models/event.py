"""What happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now


class Event(Model):
    """Who did what, when (audit and timelines). Append-only, which the database enforces (migration 0011).

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
