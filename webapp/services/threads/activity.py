"""What was said last in a thread, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Update, bindparam, exists, func, select, update

from webapp.bulk import cached_statement, execute_core, execute_for, in_param
from webapp.db import UNTRACKED, UtcDateTime, db
from webapp.models.contact import Contact
from webapp.models.entry import Entry, Kind
from webapp.models.status_change import Because
from webapp.models.thread import Thread
from webapp.rules.typed_text import one_line
from webapp.services import row_locks
from webapp.services.threads import reopening

ENTRY: Any = Entry.__table__
PREVIEW = 200
"""Characters of the last message that a list shows."""


def touch(ids: Iterable[int]) -> None:
    """Say to the pages that show these conversations that there is something new."""
    wanted = sorted(set(ids))
    if wanted:
        execute_core(_touch(), {"ids": wanted})


def renew(thread_id: int) -> None:
    """The same for one, whose summary is to be made again, too."""
    changed = update(Thread).where(Thread.id == thread_id)
    changed = changed.values(revision=Thread.revision + 1, summarized_at=None)
    db.session.execute(changed, execution_options=UNTRACKED)


def called(thread_id: int, agent_id: int | None, reached: bool, at: datetime) -> None:
    """A call there is over; one that reached them is the latest that has happened. `agent_id`: who held it,
    who has taken part in the conversation by that."""
    news: dict[str, Any] = {"last_at": at} if reached else {}
    if agent_id is not None:
        news["agent_id"] = func.coalesce(Thread.agent_id, agent_id)
    changed = update(Thread).where(Thread.id == thread_id)
    changed = changed.values(revision=Thread.revision + 1, summarized_at=None, **news)
    db.session.execute(changed, execution_options=UNTRACKED)


def talked(thread_id: int, since: datetime) -> None:
    """A member has talked with them in person since then: what came before needs no reply any more."""
    earlier = Thread.last_inbound_at.is_(None) | (Thread.last_inbound_at <= since)
    settled = update(Thread).where(Thread.id == thread_id, earlier).values(needs_reply=False)
    db.session.execute(settled, execution_options=UNTRACKED)


def waits(thread_id: int) -> None:
    """They called, and no one talked with them: it needs a reply."""
    reopening.want([thread_id], Because.MISSED)


@cached_statement
def _touch() -> Update:
    """Reports of messages do this: it changes no column of an index."""
    those = row_locks.in_turn(Thread.id, in_param(Thread.id, "ids"))
    return update(Thread).where(those).values(revision=Thread.revision + 1)


def forget(ids: Sequence[int]) -> None:
    """Of conversations that are held, some of which has been removed: with the last text or call of one goes
    what lists show of it."""
    told = (ENTRY.c.thread_id == Thread.id, ENTRY.c.kind.in_((Kind.SMS, Kind.CALL)))
    said = (*told, ENTRY.c.reacts_to.is_(None))
    none_left = (in_param(Thread.id, "ids"), Thread.last_text != "", ~exists().where(*said))
    emptied = update(Thread).where(*none_left).values(last_text="", revision=Thread.revision + 1)
    execute_for(emptied, ids)


def preview(text: str) -> str:
    """The beginning of a message, on one line."""
    return one_line(text)[:PREVIEW]


def wrote_since(phones: Iterable[str], moment: datetime) -> set[str]:
    """Those of `phones` whose owners have written to one of our numbers since then."""
    return {row.phone for row in execute_core(_wrote_since(), {"phones": list(phones), "moment": moment})}


@cached_statement
def _wrote_since() -> Select[str]:
    since = Thread.last_inbound_at > bindparam("moment", type_=UtcDateTime())
    query = select(Contact.phone).join(Thread, Thread.contact_id == Contact.id)
    return query.where(in_param(Contact.phone, "phones"), since)
