"""What language models are asked to sum up, and what that cost."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now, partial_index


class SummaryOutcome(StrEnum):
    """FAILED: what rules have written stays; `fault` says why. SUPERSEDED: the conversation has gone on."""

    OPEN = ""
    WRITTEN = "written"
    FAILED = "failed"
    SUPERSEDED = "superseded"


class SummaryRequest(Model):
    """One conversation in one state of it: as it was at `summarized_at`, when rules had summed it up.

    `model`: its name when it was asked. `batch_id`: the newest batch in the conversation then.
    `digest`: of what rules had written, by which the same state is known again.
    `until`: when another process may take it up, unless the first has ended it; `tries`: how many have.
    `tokens` and `cost` (in the model's currency): None where none are known.
    """

    __tablename__ = "summary_request"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    model: Mapped[str] = mapped_column(String(80), default="", server_default="")
    summarized_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    ended_at: Mapped[datetime | None]
    outcome: Mapped[SummaryOutcome] = mapped_column(
        String(12), default=SummaryOutcome.OPEN, server_default=""
    )
    fault: Mapped[str] = mapped_column(Text, default="", server_default="")
    tokens: Mapped[int | None]
    cost: Mapped[float | None]

    __table_args__ = (
        UniqueConstraint("thread_id", "summarized_at"),
        Index("ix_summary_request_open", "asked_at", "id", **partial_index("ended_at IS NULL")),
        Index("ix_summary_request_agent", "agent_id", "id"),
        Index("ix_summary_request_batch", "batch_id", "id", **partial_index("batch_id IS NOT NULL")),
    )
