"""Callbacks: someone of the team is to come back to a contact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.callback import Callback
from webapp.models.source import LONGEST_NAME, Source
from webapp.models.thread import Thread
from webapp.services import events
from webapp.services.threads import activity

LONGEST_TEXT = 500
AT_ONCE = 100


def add(thread: Thread, due_at: datetime, text: str, by: Source) -> Callback:
    """`due_at`: UTC. The text is cut at LONGEST_TEXT characters."""
    callback = Callback(
        thread_id=thread.id, due_at=due_at, text=text.strip()[:LONGEST_TEXT],
        source=by.kind, source_name=by.name[:LONGEST_NAME], source_id=by.id,
    )  # fmt: skip
    db.session.add(callback)
    activity.touch([thread.id])
    at = due_at.isoformat(timespec="minutes")
    events.note("thread.callback_scheduled", user_id=by.user_id, thread_id=thread.id, at=at)
    return callback


def open_ones(thread_id: int) -> Sequence[Callback]:
    """Those of a thread that no one has done yet, the first first."""
    query = select(Callback).where(Callback.thread_id == thread_id, Callback.done_at.is_(None))
    return db.session.scalars(query.order_by(Callback.due_at, Callback.id)).all()


def due(moment: datetime | None = None) -> Sequence[Callback]:
    """Those whose time has come, with their threads, the first first; AT_ONCE at most."""
    query = select(Callback).options(joinedload(Callback.thread).joinedload(Thread.contact))
    query = query.where(Callback.done_at.is_(None), Callback.due_at <= (moment or now()))
    return db.session.scalars(query.order_by(Callback.due_at, Callback.id).limit(AT_ONCE)).all()


def finish(callback_id: int, user_id: int) -> Callback:
    """Someone has called. Raises NotFound, and Conflict when someone else has."""
    thread_id = db.session.scalar(select(Callback.thread_id).where(Callback.id == callback_id))
    if thread_id is None:
        raise NotFound("This callback is not there any more.")
    activity.touch([thread_id])  # before the row: see services/row_locks
    query = select(Callback).where(Callback.id == callback_id, Callback.done_at.is_(None))
    callback = db.session.scalars(query.with_for_update()).one_or_none()
    if callback is None:
        raise Conflict("Someone has done this callback already.")
    callback.done_at, callback.done_by = now(), user_id
    events.note("thread.callback_done", user_id=user_id, thread_id=thread_id)
    return callback
