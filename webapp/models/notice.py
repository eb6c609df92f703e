"""Notices to the team: something has happened that they wanted to be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import BigId, Model, now, partial_index
from webapp.models.contact import Contact
from webapp.models.source import LONGEST_NAME, SourceKind


class Notice(Model):
    """`user_id`: to whom; None: to everyone of the team. `seen_at`: someone has read it, and who."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[SourceKind] = mapped_column(String(10))
    source_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    source_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    contact: Mapped[Contact | None] = relationship()

    __table_args__ = (
        Index("ix_notice_unseen", "user_id", "id", **partial_index("seen_at IS NULL")),
        Index("ix_notice_contact", "contact_id", **partial_index("contact_id IS NOT NULL")),
        Index("ix_notice_thread", "thread_id", **partial_index("thread_id IS NOT NULL")),
        Index("ix_notice_at", "at", "id"),
    )
