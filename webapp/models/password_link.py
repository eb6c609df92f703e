"""Links with which someone who has forgotten their password chooses another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now


class PasswordLink(Model):
    """The link of a person that works now; the row goes when it is used, or another one is made.

    `created_by`: the admin; None: it was made at the command line. Only the SHA-256 of its token is stored.
    """

    __tablename__ = "password_link"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
