"""Reading the audit: filtered, newest first, a page at a time; and deleting what is old.

Lines are written in the order of their ids, so that the id is the key of every list. A day is turned into ids
first (SLACK allows for transactions that took a while), so that no filter reads the lines of other years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select, union_all
from sqlalchemy.orm import aliased

from webapp.db import UNTRACKED, db, dialect, now
from webapp.models.batch import Batch
from webapp.models.event import Event
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.phones import phone_search
from webapp.services import events, paging, settings
from webapp.services.paging import Page

PAGE = 50
AT_ONCE = 1000
SLACK = timedelta(hours=1)
SHORTEST = 3
"""Characters of a search: both databases look groups of three up in an index (migration 0011)."""
NO_ONE = 0
BEYOND = 2**63 - 1
"""No line has so large an id."""
INDEX = "event_search"


@dataclass(frozen=True)
class AuditFilter:
    """What to show of the audit. `who`: a user's id, No one for what happened by itself; no `kinds`: all.

    `since` and `until` (exclusive) are moments; `search` is empty or has SHORTEST characters.
    """

    who: int | None = None
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    search: str = ""


@dataclass(frozen=True)
class Named:
    """What the lines of a page speak of, by id: users, batches' names, (phone, name) of threads."""

    users: dict[int, User]
    batches: dict[int, str]
    threads: dict[int, tuple[str, str]]


def page(criteria: AuditFilter, before: int | None = None, size: int = PAGE) -> Page[Event]:
    """Newest first, and the id before which the next page begins (None: these were the last)."""
    if criteria.search:
        return paging.page(db.session.scalars(_searched(criteria, before, size)).all(), size)
    if criteria.kinds:
        where = _conditions(criteria, before)
        # One index for each kind; all in one condition would be read to their ends, and sorted.
        return paging.page(db.session.scalars(_each_kind(criteria.kinds, where, size)).all(), size)
    return paging.newest(select(Event).where(*_conditions(criteria)), Event.id, before, size)


def every(criteria: AuditFilter) -> Iterator[Sequence[Event]]:
    """All of it, some at a time, without holding them all in memory."""
    return paging.pages(lambda before: page(criteria, before, AT_ONCE))


def named(rows: Sequence[Event]) -> Named:
    """Whom and what these lines speak of."""
    people = {row.user_id for row in rows} | {row.data.get("user") for row in rows}
    batches = select(Batch.id, Batch.name).where(Batch.id.in_({row.batch_id for row in rows} - {None}))
    threads = select(Thread).where(Thread.id.in_({row.thread_id for row in rows} - {None}))
    users = select(User).where(User.id.in_({one for one in people if isinstance(one, int)}))
    return Named(
        {user.id: user for user in db.session.scalars(users)},
        {row.id: row.name for row in db.session.execute(batches)},
        {one.id: (one.contact.phone, one.contact.name) for one in db.session.scalars(threads)},
    )


def note_export(criteria: AuditFilter, user_id: int) -> None:
    """Taking the audit away is a line of it."""
    asked: dict[str, Any] = {"who": criteria.who, "kinds": list(criteria.kinds), "search": criteria.search}
    asked |= {
        name: at.isoformat() for name, at in (("since", criteria.since), ("until", criteria.until)) if at
    }
    events.note("audit.exported", user_id=user_id, **asked)


def forget_some() -> int:
    """Delete the oldest lines that the team does not keep any more; returns how many, AT_ONCE at most."""
    present = now()
    years = int(settings.get("audit_years"))
    # A day longer, so that a leap day does not make the database refuse.
    horizon = present.replace(year=present.year - years, day=min(present.day, 28)) - timedelta(days=1)
    old = select(Event.id).where(Event.at < horizon).order_by(Event.at, Event.id).limit(AT_ONCE)
    ids = list(db.session.scalars(old))
    if ids:
        db.session.execute(delete(Event).where(Event.id.in_(ids)), execution_options=UNTRACKED)
    return len(ids)


def _conditions(
    criteria: AuditFilter, before: int | None = None, key: Any = Event.id
) -> list[ColumnElement[bool]]:
    """`key` is the column that the index in use is ordered by."""
    found: list[ColumnElement[bool]] = []
    if before is not None:
        found.append(key < before)
    if criteria.who is not None:
        found.append(Event.user_id.is_(None) if criteria.who == NO_ONE else Event.user_id == criteria.who)
    if criteria.kinds and criteria.search:
        found.append(Event.kind.in_(criteria.kinds))
    if criteria.since is not None:
        first = (
            select(Event.id).where(Event.at >= criteria.since - SLACK).order_by(Event.at, Event.id).limit(1)
        )
        found += [Event.at >= criteria.since, key >= (db.session.scalar(first) or BEYOND)]
    if criteria.until is not None:
        at_end = Event.at <= criteria.until + SLACK
        last = select(Event.id).where(at_end).order_by(Event.at.desc(), Event.id.desc()).limit(1)
        found += [Event.at < criteria.until, key <= (db.session.scalar(last) or 0)]
    return found


def _searched(criteria: AuditFilter, before: int | None, size: int) -> Select[Any]:
    query, key = dialect().search_rows(Event, Event.about, _as_kept(criteria.search), INDEX)
    return query.where(*_conditions(criteria, before, key)).order_by(key.desc()).limit(size + 1)


def _as_kept(search: str) -> str:
    """In small letters; a phone however it was typed as its digits."""
    digits = phone_search.digits(search)
    whole = len(digits) >= SHORTEST and not _is_address(search)
    return (digits.lstrip("0") or digits) if whole else search.lower()


def _is_address(search: str) -> bool:
    try:
        return bool(ip_address(search))
    except ValueError:
        return False


def _each_kind(kinds: Sequence[str], where: list[ColumnElement[bool]], size: int) -> Select[Any]:
    def latest(kind: str) -> Any:
        of_kind = select(Event).where(Event.kind == kind, *where)
        return select(of_kind.order_by(Event.id.desc()).limit(size + 1).subquery())

    found = aliased(Event, union_all(*map(latest, kinds)).subquery())
    return select(found).order_by(found.id.desc()).limit(size + 1)
