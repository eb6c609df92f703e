"""Conversations by what happened in them: texts or calls, how the last call ended, and a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db, inline_literal
from webapp.models.batch import Batch
from webapp.models.call import Call, CallState
from webapp.models.entry import Entry, Kind
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.thread import Thread
from webapp.rules.callflow.outcomes import Outcome

CALL: Any = Call.__table__
ENDED = tuple(Outcome)
"""Outcomes that can be asked for."""
KINDS = (Kind.SMS, Kind.CALL)
NOW = {CallState.SENT: RecipientStatus.CALLING, CallState.ANSWERED: RecipientStatus.TALKING}
"""The status of a call that goes on, where it has another name than its state."""


@dataclass(frozen=True)
class Talked:
    """`kind`: of an entry that there must be; `outcome`: of the last call; `batch_id`: that reached them."""

    kind: Kind | None = None
    outcome: Outcome | None = None
    batch_id: int | None = None


ANYTHING = Talked()


def conditions(wish: Talked, thread: type[Thread] = Thread) -> list[ColumnElement[bool]]:
    """Of a conversation."""
    where: list[ColumnElement[bool]] = []
    if wish.outcome or wish.kind == Kind.CALL:
        where.append(thread.id.in_(select(Entry.thread_id).where(_is_call())))
    elif wish.kind:
        where.append(exists().where(Entry.thread_id == thread.id, Entry.kind == wish.kind))
    if wish.outcome:
        last = select(func.max(Entry.id)).where(Entry.thread_id == thread.id, _is_call())
        own = last.correlate(thread).scalar_subquery()
        where.append(exists().where(CALL.c.id == own, CALL.c.outcome == wish.outcome).correlate(thread))
    if wish.batch_id:
        reached = select(Entry.thread_id).join(Recipient, Recipient.id == Entry.recipient_id)
        where.append(thread.id.in_(reached.where(Recipient.batch_id == wish.batch_id)))
    return where


def batch_name(batch_id: int) -> str | None:
    """None for one that does not exist (any more)."""
    return db.session.scalar(select(Batch.name).where(Batch.id == batch_id))


def last_calls(thread_ids: Sequence[int]) -> dict[int, str]:
    """The status of the call that is the last thing in a conversation, by the conversation."""
    if not thread_ids:
        return {}
    rows = execute_core(_last(), {"threads": thread_ids})
    return {row.thread_id: str(row.outcome or NOW.get(row.state, row.state)) for row in rows}


def _is_call() -> ColumnElement[bool]:
    """Spelled out, for the index of calls."""
    is_call: ColumnElement[bool] = Entry.kind == inline_literal(str(Kind.CALL))
    return is_call


@cached_statement
def _last() -> Select[int, str, Any]:
    """Looked up thread by thread: a group-by would read them all."""
    newest = select(func.max(Entry.id)).where(Entry.thread_id == Thread.id).scalar_subquery()
    last = select(newest).select_from(Thread).where(in_param(Thread.id, "threads"))
    query = select(Entry.thread_id, Entry.state, CALL.c.outcome)
    return query.join(CALL, CALL.c.id == Entry.id).where(Entry.id.in_(last))
