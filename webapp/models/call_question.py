"""What an agent whose engine asks a model is asked in a call, while the line is kept open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now


class CallQuestion(Model):
    """One turn of a call's conversation, for the process that asks models.

    `turn`: of the call. `heard`: what they said, with its other readings. `started_at`: a process has
    taken it up, and no other one does: a call does not wait for a second try. `decision`: a Decision as JSON,
    or a `fault` in a sentence.
    """

    __tablename__ = "call_question"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    turn: Mapped[int]
    heard: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decision: Mapped[dict[str, Any] | None]
    fault: Mapped[str] = mapped_column(Text, default="", server_default="")

    __table_args__ = (UniqueConstraint("call_id", "turn"),)
