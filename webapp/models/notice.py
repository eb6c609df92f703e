"""Notices to the team: something has happened that they wanted to be told; and their way out of the app."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import BigId, Model, now, partial_index
from webapp.models import states
from webapp.models.contact import Contact
from webapp.models.source import LONGEST_NAME, SourceKind
from webapp.models.user import User


class Notice(Model):
    """`user_id`: to whom; None: to everyone of the team. `seen_at`: it was read, and by whom.

    Who has read one to everyone stands in NoticeRead, and in User.notices_read_to.

    `run_id`: of the workflow's run that says it.
    """

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    run_id: Mapped[int | None] = mapped_column(BigId)
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[SourceKind] = mapped_column(String(10))
    source_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    source_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    contact: Mapped[Contact | None] = relationship()
    reader: Mapped[User | None] = relationship(foreign_keys=[seen_by])

    __table_args__ = (
        Index("ix_notice_unseen", "user_id", "id", **partial_index("seen_at IS NULL")),
        Index("ix_notice_contact", "contact_id", **partial_index("contact_id IS NOT NULL")),
        Index("ix_notice_thread", "thread_id", **partial_index("thread_id IS NOT NULL")),
        Index("ix_notice_at", "at", "id"),
    )


class NoticeRead(Model):
    """A member has read a notice that is to everyone."""

    __tablename__ = "notice_read"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True
    )

    __table_args__ = (Index("ix_notice_read_notice", "notice_id"),)


class Way(StrEnum):
    MAIL = "mail"
    CHAT = "chat"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


DELIVERY_MOVES: states.Table = {
    DeliveryState.WAITING: frozenset({DeliveryState.SENT, DeliveryState.FAILED}),
    DeliveryState.SENT: frozenset(),
    DeliveryState.FAILED: frozenset(),
}


class NoticeDelivery(Model):
    """A notice on its way out of the app: by mail to `user_id`, or to the team's chat.

    `next_at` (UTC): when it is tried (again); while it is tried, the end of that lease. `reason`: why the
    last attempt failed.
    """

    __tablename__ = "notice_delivery"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"))
    way: Mapped[Way] = mapped_column(String(10))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    state: Mapped[DeliveryState] = mapped_column(String(10), default=DeliveryState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str] = mapped_column(Text, default="")

    notice: Mapped[Notice] = relationship()
    user: Mapped[User | None] = relationship()

    __table_args__ = (
        Index("ix_notice_delivery_due", "next_at", "id", **partial_index("state = 'waiting'")),
        Index("ix_notice_delivery_notice", "notice_id"),
    )

    def transition_to(self, target: DeliveryState, reason: str = "") -> None:
        """Change the state. Raises IllegalMove when it may not follow the present one."""
        states.check(DELIVERY_MOVES, self.state, target)
        self.state, self.reason = target, reason
