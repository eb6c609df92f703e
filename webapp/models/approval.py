"""A request that another admin approves a batch before it starts, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import Model, now, partial_index
from webapp.models import states
from webapp.models.user import User


class ApprovalState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


APPROVAL_MOVES: states.Table = {
    ApprovalState.WAITING: frozenset(
        {ApprovalState.APPROVED, ApprovalState.SENT_BACK, ApprovalState.WITHDRAWN}
    ),
    # What was approved is exactly what is sent: to change it, one asks again.
    ApprovalState.APPROVED: frozenset({ApprovalState.WITHDRAWN}),
    ApprovalState.SENT_BACK: frozenset(),
    ApprovalState.WITHDRAWN: frozenset(),
}


class Approval(Model):
    """One request; a batch's latest is the one that counts.

    `people`: how many it was to reach when it was asked for or, afterwards, when it was approved.
    `decided_by` is the person who approved it or sent it back; `reason` is why it was sent back.
    """

    __tablename__ = "approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id", ondelete="CASCADE"))
    state: Mapped[ApprovalState] = mapped_column(String(10), default=ApprovalState.WAITING)
    people: Mapped[int]
    asked_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")

    asker: Mapped[User] = relationship(foreign_keys=asked_by)
    decider: Mapped[User | None] = relationship(foreign_keys=decided_by)

    __table_args__ = (
        Index("ix_approval_batch", "batch_id", "id"),
        Index("uq_approval_waiting", "batch_id", unique=True, **partial_index("state = 'waiting'")),
    )

    def transition_to(self, target: ApprovalState, by: int | None = None, reason: str = "") -> None:
        """Change the state. Raises IllegalMove when it may not follow the present one."""
        states.check(APPROVAL_MOVES, self.state, target)
        self.state = target
        if target != ApprovalState.WITHDRAWN:
            self.decided_by, self.decided_at, self.reason = by, now(), reason
