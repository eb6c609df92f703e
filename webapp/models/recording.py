"""Recordings of calls: what was said in one, or a message that its caller left."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import BigId, Model, now, partial_index
from webapp.models.call import Call
from webapp.models.media import MEDIA_MOVES, MediaState


class RecordingKind(StrEnum):
    """MESSAGE: of a caller whom no one could answer. CALL: the whole call."""

    MESSAGE = "message"
    CALL = "call"


RECORDING_MOVES = MEDIA_MOVES
"""It is fetched as media are."""


class Recording(Model):
    """A sound file that the carrier has, and that we fetch from `url` at `next_try_at` or later (while it is
    being fetched: the end of that lease); then it lies under `key` (see webapp/files).

    `carrier_id`: the carrier's name for it. `content_type`: what we found it to be; "" for what no browser
    plays, which is a download. `size` in bytes, `seconds` as the carrier tells them. `reason` says why it is
    not there yet, or never will be.
    """

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    kind: Mapped[RecordingKind] = mapped_column(String(10))
    carrier_id: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(Text)
    state: Mapped[MediaState] = mapped_column(String(10), default=MediaState.WAITING)
    reason: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    content_type: Mapped[str] = mapped_column(String(40), default="")
    size: Mapped[int | None]
    seconds: Mapped[int | None]
    key: Mapped[str | None] = mapped_column(String(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    call: Mapped[Call] = relationship()

    __table_args__ = (
        UniqueConstraint("call_id", "carrier_id"),
        Index("ix_recording_waiting", "next_try_at", **partial_index("state = 'waiting'")),
        Index("ix_recording_created", "created_at", "id"),
    )

    @property
    def is_heard(self) -> bool:
        """Can it be played in the page?"""
        return self.state == MediaState.FETCHED and bool(self.content_type)
