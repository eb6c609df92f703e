"""What one of our numbers is used for: a row for each of its channels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now
from webapp.models.channel import Channel


class NumberService(Model):
    """How a number is used on one channel.

    `pace`: units of the channel (segments, starts of calls) a second; None means unbounded.
    `at_once`: how many may go on at the same time, on channels where they last; None elsewhere.
    `monthly_limit`: units in a calendar month (UTC) that may go out to people who did not ask for them; None:
    as many as one likes. `used` is what went out in `month` (2026-11), no matter who wanted it sent.
    `agent_id`: who answers strangers there; None: staff.
    `slowed_until` and `slow_reason` say that the carrier asked for patience, and why.
    """

    __tablename__ = "number_service"

    number_id: Mapped[int] = mapped_column(ForeignKey("number.id", ondelete="CASCADE"), primary_key=True)
    channel: Mapped[Channel] = mapped_column(String(10), primary_key=True)
    active: Mapped[bool] = mapped_column(default=True)
    pace: Mapped[float | None]
    at_once: Mapped[int | None]
    monthly_limit: Mapped[int | None]
    month: Mapped[str] = mapped_column(String(7), default="", server_default="")
    used: Mapped[int] = mapped_column(default=0, server_default="0")
    slowed_until: Mapped[datetime | None]
    slow_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))

    @property
    def is_slowed(self) -> bool:
        """Does it rest at this moment, because the carrier asked for it?"""
        return self.slowed_until is not None and self.slowed_until > now()

    @property
    def used_this_month(self) -> int:
        """Units that went out since the first of the month."""
        return self.used if self.month == month() else 0

    @property
    def is_exhausted(self) -> bool:
        """Has it reached its monthly limit?"""
        return self.monthly_limit is not None and self.used_this_month >= self.monthly_limit


def month(at: datetime | None = None) -> str:
    """The calendar month of a moment (UTC), 2026-11."""
    return f"{at or now():%Y-%m}"
