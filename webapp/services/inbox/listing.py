"""Looking at conversations: the list, paged by key, and one thread's messages, a window at a time.

Each costs the same few queries, however long the list or the conversation is.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.thread import Message, MessageState, Thread
from webapp.services import optouts

PAGE = 40
MATCHES = 500
"""Contacts that a search looks at; among more than these nobody would find theirs by reading."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
TROUBLE = (
    MessageState.FAILED,
    MessageState.REJECTED,
    MessageState.UNDELIVERED,
    MessageState.UNKNOWN,
    MessageState.SKIPPED,
)


class View(StrEnum):
    """NEEDS: they wait for us. REPLIED: they have written. ALL: also those who only got something."""

    NEEDS = "needs"
    REPLIED = "replied"
    ALL = "all"


@dataclass(frozen=True)
class Wish:
    """What somebody wants to see. `before` is a page's `next`."""

    view: View = View.NEEDS
    number_id: int | None = None
    search: str = ""
    before: str = ""


@dataclass(frozen=True)
class Row:
    """A conversation in the list. `trouble`: our last message in it did not get through, or may not have."""

    thread: Thread
    opted_out: bool
    trouble: MessageState | None


@dataclass(frozen=True)
class Page:
    """`next` is the key after which the next page begins (None: this was the last)."""

    rows: Sequence[Row]
    next: str | None
    need_reply: int

    @property
    def version(self) -> int:
        """Changes whenever the list would look different."""
        shown = [(row.thread.id, row.thread.revision, row.opted_out, row.trouble) for row in self.rows]
        return zlib.crc32(repr((shown, self.need_reply, self.next)).encode())


def need_reply() -> int:
    """How many conversations wait for us."""
    return db.session.scalar(select(func.count()).where(Thread.needs_reply)) or 0


def page(wish: Wish) -> Page:
    """The latest first."""
    moment = Thread.last_inbound_at if wish.view == View.REPLIED else Thread.last_at
    query = select(Thread).options(joinedload(Thread.contact), joinedload(Thread.number))
    query = query.where(*_narrowed(wish, moment))
    found = db.session.scalars(query.order_by(moment.desc(), Thread.id.desc()).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    key = _key(shown[-1], moment.key) if len(found) > PAGE else None
    return Page(_rows(shown), key, need_reply())


def _narrowed(wish: Wish, moment: InstrumentedAttribute[Any]) -> list[Any]:
    where: list[Any] = []
    if wish.view == View.NEEDS:
        where.append(Thread.needs_reply)
    if wish.view == View.REPLIED:
        where.append(Thread.last_inbound_at.is_not(None))
    if wish.number_id:
        where.append(Thread.number_id == wish.number_id)
    if wish.search.strip():
        where.append(Thread.contact_id.in_(_contacts(wish.search.strip())))
    if (key := _parsed(wish.before)) is not None:
        where.append(tuple_(moment, Thread.id) < tuple_(*key))
    return where


def _contacts(search: str) -> Any:
    """By a part of the name, or digits of the phone however they are written."""
    # SQLite folds the case of ASCII letters only.
    spellings = {search, search.lower(), search.upper(), search.title()}
    either = [Contact.name.icontains(spelling, autoescape=True) for spelling in sorted(spellings)]
    digits = "".join(c for c in search if c.isascii() and c.isdecimal())
    if digits and all(c in "0123456789+()-./ " for c in search):
        either.append(Contact.phone.contains(digits))
    return select(Contact.id).where(or_(*either)).order_by(Contact.id.desc()).limit(MATCHES)


def _key(thread: Thread, moment: str) -> str:
    return f"{(getattr(thread, moment) - EPOCH) // MICROSECOND}-{thread.id}"


def _parsed(key: str) -> tuple[datetime, int] | None:
    """None for a key that is not one of ours: the list begins at its beginning."""
    moment, _, thread_id = key.partition("-")
    if not (moment.isdecimal() and thread_id.isdecimal() and len(moment) < 18 and len(thread_id) < 18):
        return None
    return EPOCH + int(moment) * MICROSECOND, int(thread_id)


def _rows(threads: Sequence[Thread]) -> list[Row]:
    out = optouts.active([thread.contact.phone for thread in threads])
    trouble = _trouble([thread.id for thread in threads if thread.last_direction == "out"])
    return [Row(thread, thread.contact.phone in out, trouble.get(thread.id)) for thread in threads]


def _trouble(thread_ids: list[int]) -> dict[int, MessageState]:
    last = select(func.max(Message.id)).where(Message.thread_id.in_(thread_ids)).group_by(Message.thread_id)
    rows = db.session.execute(
        select(Message.thread_id, Message.state).where(Message.id.in_(last), Message.state.in_(TROUBLE))
    )
    return {row.thread_id: MessageState(row.state) for row in rows}
