"""What people are told about their own account, or the team's safety, when they sign in next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now


class AccountNotice(Model):
    """One sentence for one person; the row goes when they have been told."""

    __tablename__ = "account_notice"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_account_notice_user", "user_id"),)
