"""Holds: nothing is sent to a phone until staff decide whether its owner has opted out."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now, partial_index


class Decision(StrEnum):
    OPTED_OUT = "opted out"
    DISMISSED = "dismissed"


class Hold(Model):
    """Someone wrote what reads like a revocation: they are not reached until a person decides.

    `decision` is empty until then; `decided_by` is None when they decided themselves, by STOP or START.
    """

    __tablename__ = "hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(16))
    message_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    decision: Mapped[str] = mapped_column(String(10), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_hold_phone", "phone", "id"),
        Index("ix_hold_message", "message_id"),
        Index("ix_hold_thread", "thread_id"),
        Index("uq_hold_open", "phone", unique=True, **partial_index("decided_at IS NULL")),
    )
