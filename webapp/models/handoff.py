"""Handoffs: an agent stops and asks for staff; an entry in the thread, with its reason."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from webapp.models import states
from webapp.models.entry import Entry, Kind


class HandoffState(StrEnum):
    """OPEN: no person has acted yet. TAKEN: staff did. RETURNED: the agent was told to go on."""

    OPEN = "open"
    TAKEN = "taken"
    RETURNED = "returned"


HANDOFF_MOVES: states.Table = {
    HandoffState.OPEN: frozenset({HandoffState.TAKEN, HandoffState.RETURNED}),
    HandoffState.TAKEN: frozenset(),
    HandoffState.RETURNED: frozenset(),
}


class Handoff(Entry):
    """`code`: its kind, see agents/base.HandoffKind. `reason`: the sentence that staff read.

    `user_id`: the person who settled it.
    """

    if TYPE_CHECKING:
        state: Mapped[HandoffState]

    __mapper_args__ = {"polymorphic_identity": Kind.HANDOFF}  # noqa: RUF012
