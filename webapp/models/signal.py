"""Something that happened and that others act on: written in the transaction that made it true."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now, partial_index
from webapp.models import states


class SignalState(StrEnum):
    WAITING = "waiting"
    FAILED = "failed"


SIGNAL_MOVES: states.Table = {
    SignalState.WAITING: frozenset({SignalState.FAILED}),
    SignalState.FAILED: frozenset(),
}


class Signal(Model):
    """`kind`: see services/signals; `data`: ids, and what else its hooks have to know.

    It is looked at again at `next_try_at`, `attempts` times at most, and is gone when all its hooks are done.
    `reason`: what was wrong the last time.
    """

    __tablename__ = "signal"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[SignalState] = mapped_column(String(10), default=SignalState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_signal_waiting", "next_try_at", **partial_index("state = 'waiting'")),)


class DoneHook(Model):
    """A hook that has acted on a signal: each does so once."""

    __tablename__ = "done_hook"

    signal_id: Mapped[int] = mapped_column(ForeignKey("signal.id", ondelete="CASCADE"), primary_key=True)
    hook: Mapped[str] = mapped_column(String(40), primary_key=True)
    done_at: Mapped[datetime] = mapped_column(default=now)
