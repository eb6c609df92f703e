"""Notes: what people write into a thread for each other; nothing of it leaves the house."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.entry import Entry, Kind


class NoteState(StrEnum):
    KEPT = "kept"


class Note(Entry):
    """`user_id`: who wrote it; None: it was written by itself, by a task say."""

    __tablename__ = None  # type: ignore[assignment]  # or `text` would not be the column of messages
    if TYPE_CHECKING:
        state: Mapped[NoteState]
    text: Mapped[str] = mapped_column(Text, nullable=True, use_existing_column=True)

    __mapper_args__ = {"polymorphic_identity": Kind.NOTE}  # noqa: RUF012
