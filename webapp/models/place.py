"""Places with hours of their own, as far as the team has changed them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now


class ChangedPlace(Model):
    """What the team says of a place, instead of what Outbound came with (`rules/hours/places`), or beside it.

    Spans as "08:00-20:00", empty: not on such a day. `prefixes` are separated by spaces. `removed`: the place
    keeps no hours of its own any more.
    """

    __tablename__ = "place"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    prefixes: Mapped[str] = mapped_column(Text)
    weekdays: Mapped[str] = mapped_column(String(11))
    saturdays: Mapped[str] = mapped_column(String(11))
    sundays: Mapped[str] = mapped_column(String(11))
    holidays: Mapped[str] = mapped_column(String(11))
    calendar: Mapped[str] = mapped_column(String(12), default="")
    since: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(300), default="")
    removed: Mapped[bool] = mapped_column(default=False)
    changed_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(default=now)
