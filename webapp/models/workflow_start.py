"""Workflows that a person starts for many contacts at once, and those for whom that is still to be done."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import Model, now, partial_index
from webapp.models import states
from webapp.models.user import User
from webapp.models.workflow import Workflow


class StartState(StrEnum):
    """DRAFT: its author looks at it. PENDING: another admin has to approve it."""

    DRAFT = "draft"
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    CANCELED = "canceled"


S = StartState
START_MOVES: states.Table = {
    S.DRAFT: frozenset({S.PENDING, S.RUNNING, S.CANCELED}),
    S.PENDING: frozenset({S.RUNNING, S.CANCELED}),
    S.RUNNING: frozenset({S.DONE, S.CANCELED}),
    S.DONE: frozenset(),
    S.CANCELED: frozenset(),
}


class WorkflowStart(Model):
    """`whom`: in words. `people`: how many they were. `refused`: sentences, with how often each was why.

    `due_at` (UTC): when it goes on, while it is RUNNING. `reason`: why it was canceled, or waits.
    """

    __tablename__ = "workflow_start"

    id: Mapped[int] = mapped_column(primary_key=True)
    workflow_id: Mapped[int] = mapped_column(ForeignKey("workflow.id"))
    whom: Mapped[str] = mapped_column(String(200))
    state: Mapped[StartState] = mapped_column(String(10), default=StartState.DRAFT)
    people: Mapped[int] = mapped_column(default=0)
    started: Mapped[int] = mapped_column(default=0)
    refused: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]

    workflow: Mapped[Workflow] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[created_by])

    __table_args__ = (
        Index("ix_workflow_start_due", "due_at", "id", **partial_index("state = 'running'")),
        Index("ix_workflow_start_pending", "id", **partial_index("state = 'pending'")),
        Index("ix_workflow_start_workflow", "workflow_id", "id"),
    )

    def transition_to(self, target: StartState) -> None:
        """Change the state. Raises IllegalMove when it may not follow the present one."""
        states.check(START_MOVES, self.state, target)
        self.state = target


class WorkflowStartMember(Model):
    """A contact for whom it is still to be started."""

    __tablename__ = "workflow_start_member"

    start_id: Mapped[int] = mapped_column(
        ForeignKey("workflow_start.id", ondelete="CASCADE"), primary_key=True
    )
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index("ix_workflow_start_member_contact", "contact_id"),)
