"""The inbox's list of those to call back: the first due comes first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Subquery, func, select, tuple_
from sqlalchemy.orm import joinedload

from webapp.db import db
from webapp.models.callback import Callback
from webapp.models.thread import Thread
from webapp.services.inbox.listing import inbox_filter
from webapp.services.inbox.listing.inbox_filter import InboxFilter


def wanted(criteria: InboxFilter, most: int) -> Sequence[Thread]:
    """So many conversations with an open callback, the first due first, with contact and number."""
    first = _first_due()
    query = select(Thread).join(first, first.c.thread_id == Thread.id).where(*inbox_filter.fitting(criteria))
    if (after := inbox_filter.parsed(criteria.before)) is not None:
        query = query.where(tuple_(first.c.due_at, Thread.id) > after)
    query = query.options(joinedload(Thread.contact), joinedload(Thread.number))
    return db.session.scalars(query.order_by(first.c.due_at, Thread.id).limit(most)).all()


def key(due_at: datetime, thread_id: int) -> str:
    """After which the next page begins."""
    return inbox_filter.key_of(due_at, thread_id)


def count(most: int) -> int:
    """In how many conversations someone is to be called back; `most` + 1 stands for more."""
    some = select(Callback.thread_id).where(Callback.done_at.is_(None)).distinct().limit(most + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _first_due() -> Subquery:
    query = select(Callback.thread_id, func.min(Callback.due_at).label("due_at"))
    return query.where(Callback.done_at.is_(None)).group_by(Callback.thread_id).subquery()
