"""Moving entries of a channel from one state to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete

from webapp.channels import registry as channels
from webapp.db import UNTRACKED, db
from webapp.models import states
from webapp.models.entry import Entry
from webapp.models.message import MessageState
from webapp.services.outbox.claimed_entry import ClaimedEntry


def move(channel: str, target: StrEnum, *where: ColumnElement[bool], **values: Any) -> list[int]:
    """Move the entries that match, as far as their states allow it; returns the ids that moved."""
    kind = channels.of(channel)
    own = (Entry.kind == kind.kind, *where)
    statement = states.move(Entry, "state", kind.moves, target, *own, **values).returning(Entry.id)
    return list(db.session.scalars(statement, execution_options=UNTRACKED))


def unwrite(claimed: Iterable[ClaimedEntry]) -> Sequence[int | None]:
    """Delete what was written for recipients and did not leave; the recipients of those that were there."""
    these = (Entry.id.in_([one.entry_id for one in claimed]), Entry.state == MessageState.SENDING)
    gone = delete(Entry).where(*these).returning(Entry.recipient_id)
    return db.session.scalars(gone, execution_options=UNTRACKED).all()
