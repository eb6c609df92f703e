"""What a search has found in a conversation: the newest of its texts, notes and calls with the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, Subquery, func, select

from webapp.bulk import in_values
from webapp.db import db
from webapp.models.call_turn import CallTurn
from webapp.models.entry import Direction, Entry, Kind
from webapp.services.inbox.listing import word_search
from webapp.services.inbox.listing.word_search import TEXT


@dataclass(frozen=True)
class Found:
    """`entry_id`: the text, the note, or the call in which it was said. `text`: all of it."""

    entry_id: int
    kind: Kind
    direction: Direction
    at: datetime
    text: str


def of(search: str, thread_ids: Sequence[int]) -> dict[int, Found]:
    """By thread; without those that were found by something else, a name or a title."""
    words = word_search.words(search)
    if not (words and thread_ids):
        return {}
    rows = sorted((*_written(words, thread_ids), *_said(words, thread_ids)), key=lambda row: row.created_at)
    return {row.thread_id: Found(*row[1:]) for row in rows}


def _written(words: str, thread_ids: Sequence[int]) -> Iterator[Any]:
    entry = Entry.__table__.c
    newest = _newest(word_search.texts(words).subquery(), thread_ids)
    shown = select(entry.thread_id, entry.id, entry.kind, entry.direction, entry.created_at, TEXT)
    yield from db.session.execute(shown.where(entry.id.in_(newest)))


def _said(words: str, thread_ids: Sequence[int]) -> Iterator[Any]:
    entry = Entry.__table__.c
    turns = word_search.turns(words).subquery()
    here = select(entry.thread_id, turns.c.id).join(turns, turns.c.call_id == entry.id).subquery()
    newest = _newest(here, thread_ids)
    shown = select(entry.thread_id, entry.id, entry.kind, entry.direction, entry.created_at, CallTurn.text)
    yield from db.session.execute(
        shown.join(CallTurn, CallTurn.call_id == entry.id).where(CallTurn.id.in_(newest))
    )


def _newest(found: Subquery, thread_ids: Sequence[int]) -> Select[Any]:
    """The highest id of each conversation."""
    of_these = found.c.thread_id.in_(in_values(thread_ids, Integer))
    return select(func.max(found.c.id)).where(of_these).group_by(found.c.thread_id)
