"""Texts that the team sends often, kept under a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now

LONGEST_NAME = 60


class SavedReply(Model):
    """`key`: what names that are written differently share. `language`: a code, "" for any language.

    `text` may have placeholders (services/inbox/saved_replies). `user_id`: who saved it last.
    """

    __tablename__ = "saved_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    key: Mapped[str] = mapped_column(String(160))
    language: Mapped[str] = mapped_column(String(5), default="")
    text: Mapped[str] = mapped_column(Text)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("key", "language"),)
