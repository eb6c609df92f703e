"""What people show beside their password when they sign in: codes of an app, or recovery codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now


class SecondFactor(Model):
    """Someone's app for codes (TOTP). `sealed`: the secret that it shares, encrypted, see webapp/sealing.

    `confirmed_at`: since when it is asked for; None until they have typed a code of it. `last_step`: of the
    last code that was taken, so that none is taken twice (RFC 6238, section 5.2).
    """

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCode(Model):
    """One for when the phone is lost; the row goes when it is used. Only its SHA-256 is stored."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)

    __table_args__ = (Index("ix_recovery_code_user", "user_id"),)
