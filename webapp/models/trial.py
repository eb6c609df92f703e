"""What people ask of an agent to see what it would say, while a process that may ask models works on it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now, partial_index


class TrialKind(StrEnum):
    """TALK: what it would say to a text. TESTS: the agent's own. REPLAY: a conversation of the past again."""

    TALK = "talk"
    TESTS = "tests"
    REPLAY = "replay"


class Trial(Model):
    """Seen by the user who asked for it alone, and removed after a day: it may hold what people wrote.

    `asked`: what is to be tried, `result`: what came of it so far; services/agents/trials knows both.
    `contact_id`: the contact who is played in a TALK; `thread_id`: the conversation of a REPLAY. Never both:
    each goes with its row, and two of them would lock in a circle with an erasure.
    `until`: when it is given up, unless its process tells before that it is still at it.
    `fault`: why nothing came of it, a sentence. `requests`, `tokens`, `price`: what the model took; `price`
    None where it is not known.
    """

    __tablename__ = "trial"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id", ondelete="CASCADE"))
    version: Mapped[int]
    kind: Mapped[TrialKind] = mapped_column(String(8))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    asked: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    fault: Mapped[str] = mapped_column(Text, default="", server_default="")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    until: Mapped[datetime]
    requests: Mapped[int] = mapped_column(default=0, server_default="0")
    tokens: Mapped[int] = mapped_column(default=0, server_default="0")
    price: Mapped[float | None]

    __table_args__ = (
        Index("ix_trial_user", "user_id", "asked_at"),
        Index("ix_trial_open", "until", **partial_index("ended_at IS NULL")),
        Index("ix_trial_contact", "contact_id", **partial_index("contact_id IS NOT NULL")),
        Index("ix_trial_thread", "thread_id", **partial_index("thread_id IS NOT NULL")),
    )
