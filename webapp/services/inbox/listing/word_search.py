"""Conversations in which something was said or written, or whose title says it, by the index of the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, literal_column, select

from webapp.db import db, dialect
from webapp.models.call_turn import CallTurn
from webapp.models.entry import Entry
from webapp.models.thread import Thread

SHORTEST = 3
"""Characters: both databases look groups of three up in an index (migrations 0042 and 0064)."""
MOST = 500
"""Utterances, texts and titles, the newest: of a word that is said in every call, the latest are meant."""
IS_WRITTEN: Any = literal_column(
    "entry.kind IN ('sms', 'note') AND entry.text <> '' AND coalesce(entry.origin, '') <> 'batch'"
)
"""Which entries the index of texts holds, word for word. What a batch wrote is found by the batch."""
TEXT = Entry.__table__.c.text


def threads(search: str) -> Sequence[int]:
    """The ids of conversations; none for what is too short to be looked up."""
    if not (wanted := words(search)):
        return ()
    return sorted({*_said(wanted), *db.session.scalars(texts(wanted)), *_titled(wanted)})


def words(search: str) -> str:
    """As they are looked up: in small letters. "" for what is too short."""
    wanted = search.strip().lower()
    return wanted if len(wanted) >= SHORTEST else ""


def turns(wanted: str) -> Select[int, int]:
    """The calls, and the ids, of the newest utterances with these words, in small letters."""
    rows, key = dialect().search_rows(CallTurn, func.lower(CallTurn.text), wanted, "call_turn_search")
    found = rows.with_only_columns(CallTurn.call_id, CallTurn.id, maintain_column_froms=True)
    return found.order_by(key.desc()).limit(MOST)


def texts(wanted: str) -> Select[int, int]:
    """The conversations, and the ids, of the newest texts and notes with these words, in small letters."""
    rows, key = dialect().search_rows(Entry, func.lower(TEXT), wanted, "entry_search")
    found = rows.with_only_columns(Entry.thread_id, Entry.id, maintain_column_froms=True).where(IS_WRITTEN)
    return found.order_by(key.desc()).limit(MOST)


def _said(wanted: str) -> Sequence[int]:
    calls = turns(wanted).subquery()
    return db.session.scalars(select(Entry.thread_id).where(Entry.id.in_(select(calls.c.call_id)))).all()


def _titled(wanted: str) -> Sequence[int]:
    rows, key = dialect().search_rows(Thread, func.lower(Thread.title), wanted, "thread_search")
    found = rows.with_only_columns(Thread.id, maintain_column_froms=True).where(Thread.title != "")
    return db.session.scalars(found.order_by(key.desc()).limit(MOST)).all()
