"""Secrets for requests to other systems: passwords and keys that no one reads again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now


class Secret(Model):
    """A value by its name. `sealed`: encrypted with a key of this installation, see webapp/sealing."""

    __tablename__ = "secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(default=now)
