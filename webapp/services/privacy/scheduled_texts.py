"""Texts that staff have written to be sent later: they go with their conversations, and with what is old."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from webapp.bulk import execute_for, in_param
from webapp.db import db, only_reading
from webapp.models.scheduled_text import ScheduledText
from webapp.services import row_locks

AT_ONCE = 1000


def forget(threads: Sequence[int]) -> None:
    """All of these conversations, which are locked. None of them is sent any more."""
    theirs = row_locks.in_turn(ScheduledText.id, in_param(ScheduledText.thread_id, "ids"))
    execute_for(delete(ScheduledText).where(theirs), threads)


def old(before: datetime) -> Iterator[Sequence[int]]:
    """The ids of those that were saved, and have ended, before then: some at a time. What waits stays."""
    over = (ScheduledText.saved_at < before, ScheduledText.ended_at < before)
    query = select(ScheduledText.id).where(*over).order_by(ScheduledText.id).limit(AT_ONCE)
    while True:
        with only_reading() as connection:
            ids = connection.scalars(query).all()
        if not ids:
            return
        yield ids


def conversations(ids: Sequence[int]) -> set[int]:
    """Of which they are, to be held before they are removed."""
    query = select(ScheduledText.thread_id).where(in_param(ScheduledText.id, "ids"))
    return set(db.session.scalars(query, {"ids": list(ids)}))


def remove(ids: Sequence[int]) -> None:
    """Of conversations that are held."""
    these = row_locks.in_turn(ScheduledText.id, in_param(ScheduledText.id, "ids"))
    execute_for(delete(ScheduledText).where(these), ids)
