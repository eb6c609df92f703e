"""The tests that are kept with an agent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now


class AgentEval(Model):
    """`text`: as agents/eval_text reads it. `revision`: counts the saves, so that none overtakes another.

    A table of its own: agents are read wherever threads are listed, and the text is long.
    """

    __tablename__ = "agent_eval"

    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    saved_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime] = mapped_column(default=now)
