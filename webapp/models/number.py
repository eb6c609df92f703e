"""Our own phone numbers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now

DEFAULT_CARRIER = "vonage"


class Number(Model):
    """One of our numbers. `pace` is in segments a second; None means unbounded.

    `carrier`: who moves what it sends, by its name in carriers/registry.

    `slowed_until` and `slow_reason` say that the carrier asked for patience, and why.
    """

    __tablename__ = "number"

    id: Mapped[int] = mapped_column(primary_key=True)
    e164: Mapped[str] = mapped_column(String(16), unique=True)
    label: Mapped[str] = mapped_column(String(100), default="")
    sms: Mapped[bool] = mapped_column(default=True)
    calls: Mapped[bool] = mapped_column(default=False)
    pace: Mapped[float | None]
    country: Mapped[str] = mapped_column(String(2))
    carrier: Mapped[str] = mapped_column(String(20), default=DEFAULT_CARRIER, server_default=DEFAULT_CARRIER)
    slowed_until: Mapped[datetime | None]
    slow_reason: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def is_slowed(self) -> bool:
        """Does the number rest at this moment, because the carrier asked for it?"""
        return self.slowed_until is not None and self.slowed_until > now()
