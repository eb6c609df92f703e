"""Saying that staff are wanted in a conversation: it needs a reply, and is open.

What comes in says so of its own row, and calls `reopen` in the same transaction, once it has changed the row:
then it holds it, and what a colleague has closed in the same moment is seen here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import UNTRACKED, db, now
from webapp.models.contact import Contact
from webapp.models.entry import Entry, Origin
from webapp.models.opt_out import OptOut
from webapp.models.status_change import Because
from webapp.models.thread import Thread, ThreadStatus
from webapp.services import events, row_locks, signals
from webapp.services.threads import status_changes

AWAY = Thread.status != ThreadStatus.OPEN
WRITTEN_HERE = (Origin.STAFF, Origin.AGENT)
"""Whose messages and calls someone of the team looks after. What a batch or a workflow could not deliver
stands in their reports, and opens no thousand conversations."""
BLOCKED = Thread.contact_id.in_(select(Contact.id).where(Contact.blocked_at.is_not(None)))


def reopen(thread_ids: Collection[int], because: Because, **values: Any) -> None:
    """Those of them that are closed or snoozed are open. `values`: what else changes in those.

    Who wanted to be reminded of one that was snoozed is told by a hook.
    """
    away = _away(thread_ids)
    if not away:
        return
    snoozed = {one.id for one in away if one.status == ThreadStatus.SNOOZED}
    for thread_id in status_changes.change(
        ThreadStatus.OPEN, [one.id for one in away], because=because, **values
    ):
        events.note("thread.reopened", thread_id=thread_id, because=str(because))
        if thread_id in snoozed:
            signals.emit(signals.SNOOZE_OVER, thread=thread_id, because=str(because))


def failed(entry_ids: Collection[int]) -> None:
    """Of these messages and calls, which did not arrive: staff's and agents' want attention.

    Not where the contact has opted out meanwhile: to them nothing more can be said.
    """
    theirs = (in_param(Entry.id, "ids"), Entry.origin.in_(WRITTEN_HERE))
    query = select(Entry.thread_id, Entry.phone).where(*theirs)
    rows = db.session.execute(query.distinct(), {"ids": list(entry_ids)}).all() if entry_ids else ()
    if not rows:
        return
    threads = [row.thread_id for row in rows]
    execute_core(_hold(), {"ids": threads}).all()
    out = set(db.session.scalars(_opted_out(), {"phones": [row.phone for row in rows]}))
    _want([row.thread_id for row in rows if row.phone not in out])
    reopen(threads, Because.FAILED, needs_reply=~BLOCKED)


def want(thread_ids: Collection[int], because: Because) -> None:
    """They need a reply, and are open; `because` stands in the timelines of those that were not.

    But for people whom staff have blocked: of them nothing needs a reply.
    """
    _want(thread_ids)
    reopen(thread_ids, because)


def _want(thread_ids: Collection[int]) -> None:
    those = row_locks.in_turn(Thread.id, in_param(Thread.id, "ids"))
    wanted = update(Thread).where(those, ~BLOCKED)
    wanted = wanted.values(needs_reply=True, wanted_at=now(), revision=Thread.revision + 1)
    db.session.execute(wanted, {"ids": list(thread_ids)}, execution_options=UNTRACKED)


def _away(thread_ids: Collection[int]) -> Sequence[Thread]:
    """Nearly always none: every text that comes in asks."""
    ids = {"ids": list(thread_ids)}
    if execute_core(_any_away(), ids).first() is None:
        return ()
    query = select(Thread).options(joinedload(Thread.contact)).where(in_param(Thread.id, "ids"), AWAY)
    held = query.order_by(Thread.id).with_for_update(key_share=True, of=Thread)
    return db.session.scalars(held, ids, execution_options={"populate_existing": True}).all()


@cached_statement
def _any_away() -> Select[int]:
    return select(Thread.id).where(in_param(Thread.id, "ids"), AWAY).limit(1)


@cached_statement
def _hold() -> Select[int]:
    return row_locks.in_order(Thread.id, in_param(Thread.id, "ids"))


def _opted_out() -> Select[str]:
    return select(OptOut.phone).where(in_param(OptOut.phone, "phones"), OptOut.lifted_at.is_(None))
