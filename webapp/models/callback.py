"""Callbacks: someone of the team is to come back to a contact at a certain time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import BigId, Model, now, partial_index
from webapp.models.source import LONGEST_NAME, SourceKind
from webapp.models.thread import Thread


class Callback(Model):
    """`text`: what it is about. `due_at`: UTC.

    It is open until someone has done it, or has `canceled` it (`done_at`, `done_by`).
    """

    __tablename__ = "callback"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    due_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[SourceKind] = mapped_column(String(10))
    source_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    source_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]
    canceled: Mapped[bool] = mapped_column(default=False, server_default=false())
    done_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    thread: Mapped[Thread] = relationship()

    __table_args__ = (
        Index("ix_callback_thread", "thread_id", "id"),
        Index("ix_callback_open", "due_at", "id", **partial_index("done_at IS NULL")),
    )
