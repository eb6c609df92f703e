"""Workflows: what is being edited, and each version that was published."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now, partial_index
from webapp.models import states


class WorkflowState(StrEnum):
    """LIVE: it starts. PAUSED: nothing starts, and what is under way waits. ARCHIVED: it is over."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    ARCHIVED = "archived"


W = WorkflowState

WORKFLOW_MOVES: states.Table = {
    W.DRAFT: frozenset({W.LIVE, W.ARCHIVED}),
    W.LIVE: frozenset({W.PAUSED, W.ARCHIVED}),
    W.PAUSED: frozenset({W.LIVE, W.ARCHIVED}),
    # Brought back: it is paused, or a draft where it was never published.
    W.ARCHIVED: frozenset({W.PAUSED, W.DRAFT}),
}


class Workflow(Model):
    """`draft`: as it is being edited, see rules/workflow/stored; `revision` counts its saves.

    `version`: the number of the one that is published; None: none was yet. `trigger`: the kind of that one's
    trigger. `reason`: why it was paused, where it paused itself.
    Of a trigger that the clock starts: `next_at` (UTC), when it is looked at next; `turn_at`: the turn of its
    schedule that is being started, or up to which silence was looked at, and `cursor`: the last contact, or
    conversation, that was looked at for it.
    `ends_up_to`: runs with ids up to this one are being canceled by a job, as `ends_because` says.
    """

    __tablename__ = "workflow"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[WorkflowState] = mapped_column(String(10), default=WorkflowState.DRAFT)
    draft: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    version: Mapped[int | None]
    trigger: Mapped[str] = mapped_column(String(40), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    next_at: Mapped[datetime | None]
    turn_at: Mapped[datetime | None]
    cursor: Mapped[int] = mapped_column(BigId, default=0, server_default="0")
    ends_up_to: Mapped[int | None] = mapped_column(BigId)
    ends_because: Mapped[str] = mapped_column(String(300), default="", server_default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        Index("ix_workflow_listens", "trigger", "id", **partial_index("state = 'live'")),
        Index("ix_workflow_ends", "id", **partial_index("ends_up_to IS NOT NULL")),
        Index("ix_workflow_next", "next_at", **partial_index("state = 'live' AND next_at IS NOT NULL")),
    )

    def transition_to(self, target: WorkflowState) -> None:
        """Change the state of a workflow that is held. Raises IllegalMove."""
        states.check(WORKFLOW_MOVES, WorkflowState(self.state), target)
        self.state = target


class WorkflowVersion(Model):
    """One that was published. `document`: see rules/workflow/stored. None is ever changed, but
    that who is erased goes out of its conditions."""

    __tablename__ = "workflow_version"

    workflow_id: Mapped[int] = mapped_column(ForeignKey("workflow.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]]
    published_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime] = mapped_column(default=now)
