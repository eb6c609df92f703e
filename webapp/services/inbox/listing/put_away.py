"""What staff do with conversations that need nothing now, one or many at once: close, snooze, open again; and
say that no one waits, or that they are read, or unread.

`Chosen`: by the id of a conversation, up to what of theirs is read (`read_up_to`). What came in since, a text
or a call, or a handoff or a failure, is not put away unseen: such a conversation is left as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from webapp import queue
from webapp.bulk import in_param
from webapp.db import UNTRACKED, db, now
from webapp.errors import Fault
from webapp.models.agent import AgentState
from webapp.models.contact import Contact
from webapp.models.thread import Thread, ThreadStatus
from webapp.models.user import User
from webapp.services import events
from webapp.services.agents.turns import holding, switch
from webapp.services.inbox.listing import inbox_filter
from webapp.services.threads import status_changes

Chosen = Mapping[int, int]


class Done(NamedTuple):
    """`changed`: how many were. `news`: how many were left, as something came in that was not read."""

    changed: int
    news: int = 0


def read_up_to(thread: Thread) -> int:
    """What a page with a conversation has read of it: when they last wrote or called, or staff were wanted
    there for another reason, in microseconds."""
    moments = [at for at in (thread.last_inbound_at, thread.wanted_at) if at is not None]
    return (max(moments) - inbox_filter.EPOCH) // inbox_filter.MICROSECOND if moments else 0


def close(chosen: Chosen, by: User) -> Done:
    """Nothing is left to do there, until they write or call again. A handoff is the closer's."""
    held = _held(chosen, by)
    ids = status_changes.change(ThreadStatus.CLOSED, held, by.id, needs_reply=False, unread=0)
    for thread_id in ids:
        events.note("thread.closed", user_id=by.id, thread_id=thread_id)
    return Done(len(ids), len(chosen) - len(held))


def snooze(chosen: Chosen, until: datetime, by: User) -> Done:
    """They need nothing before `until` (UTC), unless they write or call. Raises Fault for what is over."""
    if until <= now():
        raise Fault("Choose a time that is not over yet.", "at")
    held = _held(chosen, by)
    ids = status_changes.change(ThreadStatus.SNOOZED, held, by.id, until=until, needs_reply=False)
    at = until.isoformat(timespec="minutes")
    for thread_id in ids:
        events.note("thread.snoozed", user_id=by.id, thread_id=thread_id, until=at)
    queue.later(queue.END_SNOOZES, at=until)
    return Done(len(ids), len(chosen) - len(held))


def reopen(thread_ids: Collection[int], by: User) -> Done:
    """A person wants to see to them: they stand among those that need a reply."""
    blocked = select(Contact.id).where(Contact.blocked_at.is_not(None))
    wanted = Thread.contact_id.not_in(blocked)
    ids = status_changes.change(ThreadStatus.OPEN, thread_ids, by.id, needs_reply=wanted)
    for thread_id in ids:
        events.note("thread.reopened", user_id=by.id, thread_id=thread_id)
    return Done(len(ids))


def no_reply_needed(chosen: Chosen, by: User) -> Done:
    """No one waits for us there. A handoff is theirs who say so."""
    return _change(chosen, by, needs_reply=False, unread=0)


def read(chosen: Chosen) -> Done:
    """Someone has looked at them; they may still need a reply."""
    return _change(chosen, None, unread=0)


def unread(thread_id: int) -> None:
    """It looks as if no one had read it, until it is opened the next time."""
    changed = update(Thread).where(Thread.id == thread_id, Thread.unread == 0)
    db.session.execute(changed.values(unread=1, revision=Thread.revision + 1), execution_options=UNTRACKED)


def _change(chosen: Chosen, by: User | None, **values: Any) -> Done:
    held = _held(chosen, by)
    changed = update(Thread).where(in_param(Thread.id, "ids"))
    changed = changed.values(revision=Thread.revision + 1, **values)
    db.session.execute(changed, {"ids": held}, execution_options=UNTRACKED)
    return Done(len(held), len(chosen) - len(held))


def _held(chosen: Chosen, by: User | None) -> Sequence[int]:
    """The ids of those in which nothing has come in since, locked; `by` takes over what was handed off."""
    handed_off = _handed_off(chosen) if by is not None else []
    for thread in handed_off:
        holding.entries(thread)  # before any conversation: see services/row_locks
    query = select(Thread).options(joinedload(Thread.contact)).where(in_param(Thread.id, "ids"))
    held = query.order_by(Thread.id).with_for_update(key_share=True, of=Thread)
    fresh = {"populate_existing": True}
    rows = db.session.scalars(held, {"ids": list(chosen)}, execution_options=fresh).all()
    same = [thread for thread in rows if read_up_to(thread) <= chosen[thread.id]]
    if by is not None:
        for thread in same:
            if thread.agent_state == AgentState.HANDED_OFF:
                switch.take_over(thread.id, by)
    return [thread.id for thread in same]


def _handed_off(chosen: Chosen) -> Sequence[Thread]:
    left = (in_param(Thread.id, "ids"), Thread.agent_state == AgentState.HANDED_OFF)
    query = select(Thread).options(joinedload(Thread.contact)).where(*left)
    return db.session.scalars(query.order_by(Thread.id), {"ids": list(chosen)}).all()
