"""What people send besides text."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import BigId, Model, now, partial_index
from webapp.models import states
from webapp.models.message import Message
from webapp.rules.media import MediaKind


class MediaState(StrEnum):
    WAITING = "waiting"
    FETCHED = "fetched"
    FAILED = "failed"


MEDIA_MOVES: states.Table = {
    MediaState.WAITING: frozenset({MediaState.FETCHED, MediaState.FAILED}),
    MediaState.FETCHED: frozenset(),
    MediaState.FAILED: frozenset({MediaState.WAITING}),
}


class Media(Model):
    """A picture, video or file of a message, the `position`th of it.

    It is fetched from `url` at `next_try_at` or later (while it is being fetched: the end of that lease), and
    then lies under `key` (see webapp/files). `width` and `height` (pixels) are those of a picture that can be
    shown; without them it is offered as a download. `reason` says why it is not there yet, will not be, or
    cannot be shown.
    """

    __tablename__ = "media"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    position: Mapped[int]
    kind: Mapped[MediaKind] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200), default="")
    caption: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(Text)
    state: Mapped[MediaState] = mapped_column(String(10), default=MediaState.WAITING)
    reason: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    content_type: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    key: Mapped[str | None] = mapped_column(String(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    message: Mapped[Message] = relationship()

    __table_args__ = (
        UniqueConstraint("message_id", "position"),
        Index("ix_media_waiting", "next_try_at", **partial_index("state = 'waiting'")),
    )

    @property
    def is_picture(self) -> bool:
        """Can it be shown in the page? Only what we have written ourselves."""
        return self.state == MediaState.FETCHED and self.width is not None
