"""Threads: the conversations between one contact and one of our numbers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import BigId, Model, inline_literal, now, partial_index
from webapp.models import states
from webapp.models.agent import AgentState
from webapp.models.contact import Contact
from webapp.models.number import Number

UNSUMMARIZED = "agent_id IS NOT NULL AND (summarized_at IS NULL OR summarized_at < last_at)"
"""An agent has taken part, and something has happened since its summary was made."""
REPLIED = "last_inbound_at IS NOT NULL AND status = 'open'"
"""They have written, and the conversation is neither snoozed nor closed."""
UNASSIGNED = f"assignee_id IS NULL AND {REPLIED}"
ANSWERED = "agent_state = 'on' AND status = 'open'"
"""By an agent."""


def left_to_staff(thread: Any) -> ColumnElement[bool]:
    """Of a thread, or an alias: an agent has asked for staff, and none of them has acted, nor need they.

    Of people who have opted out, or were blocked since, no one wants anything.
    """
    return and_(thread.agent_state == inline_literal(str(AgentState.HANDED_OFF)), thread.needs_reply)


class ThreadStatus(StrEnum):
    """SNOOZED: it comes back by itself at its time. CLOSED: nothing is left to do.

    Either is open again as soon as staff are wanted there (services/threads/reopening): what needs a reply
    is open.
    """

    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


STATUS_MOVES: states.Table = {
    ThreadStatus.OPEN: frozenset({ThreadStatus.SNOOZED, ThreadStatus.CLOSED}),
    ThreadStatus.SNOOZED: frozenset({ThreadStatus.OPEN, ThreadStatus.SNOOZED, ThreadStatus.CLOSED}),
    ThreadStatus.CLOSED: frozenset({ThreadStatus.OPEN, ThreadStatus.SNOOZED}),
}


class Thread(Model):
    """The conversation between one contact and one number.

    `needs_reply` is set by what comes in, or as staff are wanted there; a reply or staff clear it.
    `wanted_at`: when they were wanted last by anything but a text or call of theirs: a handoff, what failed.
    `unread` counts inbound messages no one has opened. `revision` grows with every visible change.
    `agent_id`: the agent that answers, or did; `agent_state`: whether it does. `assignee_id`: whose it is.
    `status`: whether staff have closed or snoozed it; `snoozed_until`: of one that is snoozed.
    `title`, `summary`: a line, and three lines, as of `summarized_at`; None: they are to be made (again). See
    services/agents/summarizing. `summary_by`: the name of the model that wrote them; "": rules did.
    """

    __tablename__ = "thread"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    number_id: Mapped[int] = mapped_column(ForeignKey("number.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)
    last_inbound_at: Mapped[datetime | None]
    last_text: Mapped[str] = mapped_column(String(200), default="")
    last_direction: Mapped[str] = mapped_column(String(3), default="out")
    needs_reply: Mapped[bool] = mapped_column(default=False)
    wanted_at: Mapped[datetime | None]
    unread: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    agent_state: Mapped[AgentState] = mapped_column(String(10), default=AgentState.NONE, server_default="")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    status: Mapped[ThreadStatus] = mapped_column(
        String(10), default=ThreadStatus.OPEN, server_default=str(ThreadStatus.OPEN)
    )
    snoozed_until: Mapped[datetime | None]
    title: Mapped[str] = mapped_column(String(80), default="", server_default="")
    summary: Mapped[str] = mapped_column(Text, default="", server_default="")
    summary_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    summarized_at: Mapped[datetime | None]

    contact: Mapped[Contact] = relationship()
    number: Mapped[Number] = relationship()

    __table_args__ = (
        UniqueConstraint("contact_id", "number_id"),
        Index("ix_thread_last", "last_at", "id"),
        Index("ix_thread_number", "number_id", "last_at", "id"),
        Index("ix_thread_needs_reply", "last_at", "id", **partial_index("needs_reply = 1", "needs_reply")),
        Index("ix_thread_with_agent", "last_at", "id", **partial_index(ANSWERED)),
        Index("ix_thread_handed_off", "last_at", "id", **partial_index("agent_state = 'handed_off'")),
        Index(
            "ix_thread_assignee",
            "assignee_id",
            "last_at",
            "id",
            **partial_index("assignee_id IS NOT NULL AND status = 'open'"),
        ),
        Index(
            "ix_thread_unassigned",
            "last_inbound_at",
            "id",
            **partial_index(UNASSIGNED),
        ),
        Index("ix_thread_snoozed", "snoozed_until", "id", **partial_index("status = 'snoozed'")),
        Index("ix_thread_closed", "last_at", "id", **partial_index("status = 'closed'")),
        Index("ix_thread_number_closed", "number_id", "last_at", "id", **partial_index("status = 'closed'")),
        Index("ix_thread_unsummarized", "last_at", "id", **partial_index(UNSUMMARIZED)),
        Index("ix_thread_replied", "last_inbound_at", "id", **partial_index(REPLIED)),
        Index(
            "ix_thread_number_needs_reply",
            "number_id",
            "last_at",
            "id",
            **partial_index("needs_reply = 1", "needs_reply"),
        ),
        Index("ix_thread_number_replied", "number_id", "last_inbound_at", "id", **partial_index(REPLIED)),
    )

    @property
    def begun(self) -> str:
        """What tells it from a later one with its id."""
        return f"{self.created_at:%Y%m%d%H%M%S%f}"
