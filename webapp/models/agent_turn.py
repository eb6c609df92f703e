"""Turns of agents: what was decided about what a contact wrote, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now, partial_index


class TurnOutcome(StrEnum):
    """SILENT: nothing was to be said. SUPERSEDED: something newer came while it was thinking.

    AWAY: the agent's away text was sent. FILTERED: the answer must not be sent as it is.
    FAILED: the engine could not decide. After both of these staff are asked, or it is tried again.
    """

    SENT = "sent"
    SILENT = "silent"
    AWAY = "away"
    SUPERSEDED = "superseded"
    HANDED_OFF = "handed_off"
    FILTERED = "filtered"
    FAILED = "failed"


class AgentTurn(Model):
    """`decision`: what the engine proposed, see agents/decided. `reason`: a sentence, why it came to that.

    `entry_id`: the message that was queued. `read_to`: the newest text of the contact that it had read.
    `seconds`: of thinking. `tokens` and `cost` (in the model's currency): None where none are known.
    """

    __tablename__ = "agent_turn"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    decision: Mapped[dict[str, Any]]
    outcome: Mapped[TurnOutcome] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text, default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    read_to: Mapped[int | None] = mapped_column(BigId)
    seconds: Mapped[float] = mapped_column(default=0.0)
    tokens: Mapped[int | None]
    cost: Mapped[float | None]

    __table_args__ = (
        Index("ix_agent_turn_thread", "thread_id", "id"),
        Index("ix_agent_turn_agent", "agent_id", "id"),
        Index("ix_agent_turn_entry", "entry_id", **partial_index("entry_id IS NOT NULL")),
    )
