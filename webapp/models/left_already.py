"""Messages that had already left when their receiver opted out."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, partial_index


class LeftAlready(Model):
    """A message that was with the carrier, or on its way there, when its receiver opted out."""

    __tablename__ = "left_already"

    opt_out_id: Mapped[int] = mapped_column(ForeignKey("opt_out.id", ondelete="CASCADE"), primary_key=True)
    # No foreign keys to these: they would hold the message and the batch out of turn.
    message_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    batch_id: Mapped[int | None]

    __table_args__ = (
        Index("ix_left_already_batch", "batch_id", **partial_index("batch_id IS NOT NULL")),
        Index("ix_left_already_message", "message_id"),
    )
