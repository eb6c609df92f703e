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

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from webapp.bulk import among, built_once, direct
from webapp.db import db
from webapp.models.thread import Message, MessageState, Thread
from webapp.services import contact_search, holds, optouts

PAGE = 40
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
    """A conversation in the list. `trouble`: our last message in it did not get through, or may not have.

    `held`: somebody has to decide whether they have opted out.
    """

    thread: Thread
    opted_out: bool
    held: bool
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
        shown = [
            (row.thread.id, row.thread.revision, row.opted_out, row.held, row.trouble) for row in self.rows
        ]
        return zlib.crc32(repr((shown, self.need_reply, self.next)).encode())


def need_reply() -> int:
    """How many conversations wait for us."""
    return db.session.scalar(select(func.count()).where(Thread.needs_reply)) or 0


def page(wish: Wish) -> Page:
    """The latest first."""
    thread = _found(wish.search.strip()) if wish.search.strip() else Thread
    moment = thread.last_inbound_at if wish.view == View.REPLIED else thread.last_at
    query = select(thread).options(joinedload(thread.contact), joinedload(thread.number))
    query = query.where(*_narrowed(wish, thread, moment))
    found = db.session.scalars(query.order_by(moment.desc(), thread.id.desc()).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    key = _key(shown[-1], moment.key) if len(found) > PAGE else None
    return Page(_rows(shown), key, need_reply())


def _found(search: str) -> type[Thread]:
    """The conversations of whoever is searched for, read before anything else narrows them down.

    Left to itself, a planner may walk the whole list, a million rows, in search of these few.
    """
    theirs = select(Thread).where(contact_search.matches(Thread.contact_id, search))
    return aliased(Thread, theirs.cte("theirs").prefix_with("MATERIALIZED"))


def _narrowed(wish: Wish, thread: type[Thread], moment: InstrumentedAttribute[Any]) -> list[Any]:
    where: list[Any] = []
    if wish.view == View.NEEDS:
        where.append(thread.needs_reply)
    if wish.view == View.REPLIED:
        where.append(thread.last_inbound_at.is_not(None))
    if wish.number_id:
        where.append(thread.number_id == wish.number_id)
    if (key := _parsed(wish.before)) is not None:
        where.append(tuple_(moment, thread.id) < tuple_(*key))
    return where


def _key(thread: Thread, moment: str) -> str:
    return f"{(getattr(thread, moment) - EPOCH) // MICROSECOND}-{thread.id}"


def _parsed(key: str) -> tuple[datetime, int] | None:
    """None for a key that is not one of ours: the list begins at its beginning."""
    moment, _, thread_id = key.partition("-")
    if not (moment.isdecimal() and thread_id.isdecimal() and len(moment) < 18 and len(thread_id) < 18):
        return None
    return EPOCH + int(moment) * MICROSECOND, int(thread_id)


def _rows(threads: Sequence[Thread]) -> list[Row]:
    phones = [thread.contact.phone for thread in threads]
    out, held = optouts.active(phones), holds.active(phones)
    trouble = _trouble([thread.id for thread in threads if thread.last_direction == "out"])
    return [
        Row(one, one.contact.phone in out, one.contact.phone in held, trouble.get(one.id)) for one in threads
    ]


def _trouble(thread_ids: list[int]) -> dict[int, MessageState]:
    """The last message is looked up thread by thread, in one statement: a group-by would read them all."""
    return {row.thread_id: MessageState(row.state) for row in direct(_last_states(), {"threads": thread_ids})}


@built_once
def _last_states() -> Select[int, str]:
    newest = select(func.max(Message.id)).where(Message.thread_id == Thread.id).scalar_subquery()
    last = select(newest).select_from(Thread).where(among(Thread.id, "threads"))
    trouble = Message.state.in_([literal(str(state)) for state in TROUBLE])
    return select(Message.thread_id, Message.state).where(Message.id.in_(last), trouble)
