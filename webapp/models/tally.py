"""How many recipients of a batch have each status."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model


class BatchTally(Model):
    """How many recipients of a batch have each status (or have "replied", or "opted_out").

    Kept in the transaction that moves the recipients, because counting a million rows at each look is slow.
    """

    __tablename__ = "batch_tally"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id", ondelete="CASCADE"), primary_key=True)
    status: Mapped[str] = mapped_column(String(12), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
