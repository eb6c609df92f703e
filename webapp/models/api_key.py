"""What other programs sign in with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import Model, now
from webapp.models.user import User


class ApiKey(Model):
    """A key of another program, by the name that the team gave it. Only the key's SHA-256 is stored.

    `starts_with`: what the team tells keys apart by. `used_at` is true to the minute. `scopes`: what it is
    good for (services/team/api_keys). From `expires_at` on it opens nothing; None: it stays good.
    """

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    starts_with: Mapped[str] = mapped_column(String(20))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    scopes: Mapped[list[str]] = mapped_column(default=list, server_default='["opt_outs"]')
    expires_at: Mapped[datetime | None]

    author: Mapped[User] = relationship()
