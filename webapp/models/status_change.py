"""Changes of a conversation's status: staff closed or snoozed it, or it was opened again; an entry in it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from webapp.models.entry import Entry, Kind
from webapp.models.thread import ThreadStatus


class Because(StrEnum):
    """Why a conversation is open again. OWED: what answered them is not sent after all. DUE: it was snoozed
    until then. BY_HAND: a person wanted it, as with any other status."""

    BY_HAND = ""
    WROTE = "wrote"
    CALLED = "called"
    MISSED = "missed"
    HANDED_OFF = "handed_off"
    FAILED = "failed"
    OWED = "owed"
    TASK = "task"
    FORM = "form"
    DUE = "due"


class StatusChange(Entry):
    """`state`: the new one. `code`: a Because. `user_id`: who did it. `not_before`: the end of a snooze."""

    if TYPE_CHECKING:
        state: Mapped[ThreadStatus]
        code: Mapped[Because]

    __mapper_args__ = {"polymorphic_identity": Kind.STATUS}  # noqa: RUF012
