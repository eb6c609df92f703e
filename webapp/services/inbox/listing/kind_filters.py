"""Filters of the inbox by what stands in a conversation: texts, calls, and how its newest call ended."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased

from webapp.bulk import found_by
from webapp.db import db
from webapp.models import statuses
from webapp.models.batch import Batch
from webapp.models.call import Call
from webapp.models.entry import Direction, Entry, Kind
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.rules.callflow.outcomes import Outcome
from webapp.services.inbox.timeline import call_lines
from webapp.services.inbox.timeline.call_previews import MISSED

CALL: Any = Call.__table__
TEXTS, CALLS, MISSED_CALLS, LIVE = "sms", "call", "missed", "live"
NEWEST = {str(one): f"Last call: {statuses.about(one).word.lower()}" for one in Outcome}
WORDS = {
    "": "Texts and calls",
    TEXTS: "With texts",
    CALLS: "With calls",
    MISSED_CALLS: "Missed calls",
    LIVE: "On the phone now",
    **NEWEST,
}
"""What each is called, in the order in which they are offered."""


def fits(kind: str, thread: type[Thread] = Thread) -> list[ColumnElement[bool]]:
    """The conditions of one of WORDS on a conversation."""
    if kind == TEXTS:
        return [exists().where(Entry.thread_id == thread.id, Entry.kind.in_((Kind.SMS,)))]
    return [found_by(thread.id, _called(kind))] if kind in WORDS and kind else []


def of_batch(batch_id: int | None, thread: type[Thread] = Thread) -> list[ColumnElement[bool]]:
    """The conditions of a batch on a conversation: it has reached them there. None for any."""
    if batch_id is None:
        return []
    reached = select(Entry.thread_id).join(Recipient, Recipient.id == Entry.recipient_id)
    return [thread.id.in_(reached.where(Recipient.batch_id == batch_id))]


def batch_name(batch_id: int) -> str | None:
    """None for one that does not exist (any more)."""
    return db.session.scalar(select(Batch.name).where(Batch.id == batch_id))


def _called(kind: str) -> Select[int]:
    """The ids of conversations, by the index of calls."""
    query = select(Entry.thread_id).where(Entry.kind.in_((Kind.CALL,)))
    if kind == CALLS:
        return query
    if kind == LIVE:
        return query.where(Entry.state.in_(call_lines.LIVE))
    later = aliased(Entry)
    overtaken = exists().where(
        later.thread_id == Entry.thread_id, later.id > Entry.id, later.kind.in_((Kind.CALL,))
    )
    query = query.join(CALL, CALL.c.id == Entry.id).where(~overtaken)
    if kind == MISSED_CALLS:
        return query.where(Entry.direction == Direction.IN, CALL.c.outcome.in_(MISSED))
    return query.where(CALL.c.outcome == kind)
