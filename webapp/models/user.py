"""People who use Outbound."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, false
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now


class Role(StrEnum):
    ADMIN = "admin"
    STAFF = "staff"


class User(Model):
    """A person who logs in. `email` is stored lower-case.

    `phone`: their own, E.164, or empty; `phone_language`: what calls to it speak, empty: as the call does.
    `duty`: their weekly hours on their own clock, see rules/hours/duty.
    `notices_by_mail`: they want notices by mail, too. `notices_read_to`: they have read all up to this id.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[Role] = mapped_column(String(10))
    password_hash: Mapped[str] = mapped_column(String(200))
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    created_at: Mapped[datetime] = mapped_column(default=now)
    deactivated_at: Mapped[datetime | None]
    phone: Mapped[str] = mapped_column(String(16), default="", server_default="")
    phone_language: Mapped[str] = mapped_column(String(2), default="", server_default="")
    duty: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    notices_by_mail: Mapped[bool] = mapped_column(default=False, server_default=false())
    notices_read_to: Mapped[int] = mapped_column(BigId, default=0, server_default="0")

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    def get_id(self) -> str:
        """Flask-Login asks for it. Whose a browser's session is, its token tells (services/team/sessions)."""
        return str(self.id)
