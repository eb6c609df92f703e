"""When an agent answers a thread, and what it remembers: apart from `thread`, whose rows are busy."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, partial_index


class Answering(Model):
    """The timer and the memory of one thread.

    `answer_at`: when the agent is to answer; None: nothing waits for it. `answer_by`: the latest moment to
    which further texts may postpone that.
    `lease`: who is thinking, until `leased_until`; `tries`: how often it was begun since it last ended.
    `read_to`: the newest text of the contact that is settled.
    `memory`: the engine's, see agents/memory. `language`: the thread's, ISO 639-1; empty: not known yet.
    `chosen_at`: when a person last said who answers here. `away_until`: until when the agent has said that
    it is away.
    `goal_reached_at`, `goal_reason`: when and why the agent's goal was first reached, since the newest batch
    that wrote or called here; None: it was not.
    `handoff_kind`, `handoff_reason`, `handed_off_at`: of the latest handoff.
    """

    __tablename__ = "answering"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    answer_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    read_to: Mapped[int] = mapped_column(BigId, default=0, server_default="0")
    memory: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    language: Mapped[str] = mapped_column(String(8), default="", server_default="")
    chosen_at: Mapped[datetime | None]
    away_until: Mapped[datetime | None]
    goal_reached_at: Mapped[datetime | None]
    goal_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    handoff_kind: Mapped[str] = mapped_column(String(12), default="", server_default="")
    handoff_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    handed_off_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_answering_due", "answer_at", **partial_index("answer_at IS NOT NULL")),)
