"""Texts that staff have written to be sent later, one by one, in a conversation."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import BigId, Model, now, partial_index
from webapp.models import states
from webapp.models.thread import Thread


class ScheduledState(StrEnum):
    WAITING = "waiting"
    LEAVING = "leaving"
    SENT = "sent"
    REFUSED = "refused"
    CANCELED = "canceled"


S = ScheduledState

SCHEDULED_MOVES: states.Table = {
    S.WAITING: frozenset({S.LEAVING, S.REFUSED, S.CANCELED}),
    # The outbox has its message, and says what becomes of it.
    S.LEAVING: frozenset({S.SENT, S.REFUSED, S.CANCELED}),
    S.SENT: frozenset(),
    S.REFUSED: frozenset(),
    S.CANCELED: frozenset(),
}


class ScheduledText(Model):
    """`user_id`: who wrote it, or saved it last (`saved_at`). `send_at`: when they want it sent (UTC).

    `due_at`: when it is tried, later than that where it waits for the contact's hours. `cancel_on_reply`: it
    is not sent once the contact has written. `reason`: the sentence that says why it was refused or canceled;
    `ended_by`: who canceled it, None: it ended by itself. `ref`: of the form by which it was made, and of its
    message at the carrier. `message_id`: the message that it became. `revision`: goes up with each change.
    """

    __tablename__ = "scheduled_text"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)
    send_at: Mapped[datetime]
    due_at: Mapped[datetime]
    cancel_on_reply: Mapped[bool] = mapped_column(default=True, server_default=true())
    state: Mapped[ScheduledState] = mapped_column(String(10), default=ScheduledState.WAITING)
    reason: Mapped[str] = mapped_column(Text, default="")
    ref: Mapped[str] = mapped_column(String(40))
    message_id: Mapped[int | None] = mapped_column(BigId)
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    thread: Mapped[Thread] = relationship()

    __table_args__ = (
        Index("uq_scheduled_text_ref", "ref", unique=True),
        Index("ix_scheduled_text_thread", "thread_id", "id"),
        Index("ix_scheduled_text_due", "due_at", "id", **partial_index("state = 'waiting'")),
        Index("ix_scheduled_text_leaving", "id", **partial_index("state = 'leaving'")),
    )

    def transition_to(self, target: ScheduledState, reason: str = "", by: int | None = None) -> None:
        """Change the state. Raises IllegalMove when it may not follow the present one."""
        states.check(SCHEDULED_MOVES, self.state, target)
        self.state, self.reason = target, reason
        if target != ScheduledState.LEAVING:
            self.ended_at, self.ended_by = now(), by
