"""How much each person has done of what has a limit for each day."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model


class QuotaUse(Model):
    """`kind`: the setting that has the limit. `day`: in UTC, as in 2026-11-29; earlier ones go."""

    __tablename__ = "quota_use"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    count: Mapped[int]
