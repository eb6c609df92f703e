"""The newest batch in a conversation: what agents, staff's pages and counts of replies go by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, select

from webapp.db import db
from webapp.models.entry import NEVER_LEFT, Entry


def reached_out(entry: Any = Entry) -> tuple[ColumnElement[bool], ...]:
    """Whether `entry` (Entry, or an alias of it) is of a batch, and was not refused by the carrier."""
    return entry.batch_id.is_not(None), entry.state != NEVER_LEFT


def newest(value: Any, thread: Any, *conditions: ColumnElement[bool], entry: Any = Entry) -> Select[Any]:
    """`value` of the newest message or call of a batch in a conversation, given by its id; else no row.

    Of those alone that meet the `conditions`.
    """
    theirs = select(value).where(entry.thread_id == thread, *reached_out(entry), *conditions)
    return theirs.order_by(entry.id.desc()).limit(1)


def newest_batch(thread_id: int) -> int | None:
    """The id of the batch that wrote or called here last."""
    found: int | None = db.session.scalar(newest(Entry.batch_id, thread_id))
    return found
