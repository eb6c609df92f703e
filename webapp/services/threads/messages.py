"""Moving messages from one state to the next."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement

from webapp.db import UNTRACKED, db
from webapp.models import states
from webapp.models.message import MESSAGE_MOVES, Message, MessageState


def move(target: MessageState, *where: ColumnElement[bool], **values: Any) -> list[int]:
    """Move the messages that match, as far as their states allow it; returns the ids that moved."""
    statement = states.move(Message, "state", MESSAGE_MOVES, target, *where, **values).returning(Message.id)
    moved = db.session.scalars(statement, execution_options=UNTRACKED)
    return list(moved)
