"""Where people are signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now

LONGEST_DEVICE, LONGEST_ADDRESS = 300, 64


class UserSession(Model):
    """Someone is signed in with a browser; the row goes when they sign out.

    `token_hash`: SHA-256 of what the browser's cookie holds. `seen_at`: the last request by the person, to
    within minutes. `proved_at`: when they typed their password last. `device`: what the browser calls itself.
    """

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    proved_at: Mapped[datetime] = mapped_column(default=now)
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), default="")
    device: Mapped[str] = mapped_column(String(LONGEST_DEVICE), default="")

    __table_args__ = (Index("ix_user_session_user", "user_id"),)
