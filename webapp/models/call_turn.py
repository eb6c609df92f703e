"""Turns: what was said in a call, one utterance after the other."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now


class Speaker(StrEnum):
    """Who said it."""

    CONTACT = "contact"
    AGENT = "agent"
    STAFF = "staff"


class CallTurn(Model):
    """One utterance. `n` counts those of its call from 1.

    `confidence`: from 0 to 1, how certain the carrier is of what it heard; None of what we said. `delay`:
    seconds from the end of what they said until our answer was handed over; None of what they said.
    """

    __tablename__ = "call_turn"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    n: Mapped[int]
    who: Mapped[Speaker] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=now)
    confidence: Mapped[float | None]
    delay: Mapped[float | None]

    __table_args__ = (UniqueConstraint("call_id", "n"),)
