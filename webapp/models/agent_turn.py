"""Turns of agents: what was decided about what a contact wrote, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false
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
    `batch_id`: the newest batch in its thread then. `record_id`: of the task that it began, which may be gone
    before the turn is. `handoff`: why staff were asked, by this turn or by its task, see
    agents/base.HandoffKind; "": they were not. `goal_reached`: the agent's, by what was said here.
    `waited`: seconds from the oldest text that it answers until the answer was queued; None without one.
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
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    record_id: Mapped[int | None] = mapped_column(BigId)
    handoff: Mapped[str] = mapped_column(String(12), default="", server_default="")
    goal_reached: Mapped[bool] = mapped_column(default=False, server_default=false())
    waited: Mapped[float | None]
    seconds: Mapped[float] = mapped_column(default=0.0)
    tokens: Mapped[int | None]
    cost: Mapped[float | None]

    __table_args__ = (
        Index("ix_agent_turn_thread", "thread_id", "id"),
        Index("ix_agent_turn_agent", "agent_id", "id"),
        Index("ix_agent_turn_batch", "batch_id", "id", **partial_index("batch_id IS NOT NULL")),
        Index("ix_agent_turn_record", "record_id", **partial_index("record_id IS NOT NULL")),
        Index("ix_agent_turn_entry", "entry_id", **partial_index("entry_id IS NOT NULL")),
    )
