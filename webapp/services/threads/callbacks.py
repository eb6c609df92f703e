"""Callbacks: someone of the team is to come back to a contact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.bulk import in_param
from webapp.db import db, now
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.callback import Callback
from webapp.models.source import LONGEST_NAME, Source, SourceKind
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.typed_text import several_lines
from webapp.services import events
from webapp.services.threads import activity, later_times

LONGEST_TEXT = 500
AT_ONCE = 100
NEAR = timedelta(days=1)
MISSING = "Choose the day and the time of the call."


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


def add_by_hand(thread: Thread, typed_at: str, typed_text: str, by: User) -> Callback:
    """`typed_at`: 2026-03-09T15:30 on the clock of who types it. Raises Fault that names the field."""
    due_at, text = later_times.read(typed_at, by, MISSING), several_lines(typed_text)
    if len(text) > LONGEST_TEXT:
        raise Fault(f"What it is about can have up to {LONGEST_TEXT} characters.", "about")
    return add(thread, due_at, text, Source(SourceKind.PERSON, by.name, by.id))


def open_ones(thread_id: int) -> Sequence[Callback]:
    """Those of a thread that no one has done yet, the first first."""
    query = select(Callback).where(Callback.thread_id == thread_id, Callback.done_at.is_(None))
    return db.session.scalars(query.order_by(Callback.due_at, Callback.id)).all()


def of_thread(thread_id: int) -> Sequence[Callback]:
    """All of a thread, the oldest first."""
    query = select(Callback).where(Callback.thread_id == thread_id)
    return db.session.scalars(query.order_by(Callback.id)).all()


def first_of(thread_ids: Iterable[int]) -> dict[int, datetime]:
    """When the first open one of each of these conversations is due (UTC); those without any are left out."""
    query = select(Callback.thread_id, func.min(Callback.due_at))
    query = query.where(in_param(Callback.thread_id, "ids"), Callback.done_at.is_(None))
    rows = db.session.execute(query.group_by(Callback.thread_id), {"ids": list(thread_ids)})
    return {thread_id: due_at for thread_id, due_at in rows}  # noqa: C416  (rows are no pairs to mypy)


def due(moment: datetime | None = None) -> Sequence[Callback]:
    """Those whose time has come, with their threads, the first first; AT_ONCE at most."""
    query = select(Callback).options(joinedload(Callback.thread).joinedload(Thread.contact))
    query = query.where(Callback.done_at.is_(None), Callback.due_at <= (moment or now()))
    return db.session.scalars(query.order_by(Callback.due_at, Callback.id).limit(AT_ONCE)).all()


def finish(callback_id: int, user_id: int, thread_id: int | None = None) -> Callback:
    """Someone has called. `thread_id`: where it must be. Raises NotFound, and Conflict when it is over."""
    callback = _close(callback_id, user_id, thread_id)
    events.note("thread.callback_done", user_id=user_id, thread_id=callback.thread_id)
    return callback


def talked(thread_id: int, user_id: int, since: datetime) -> None:
    """They were talked with: what is due by tomorrow is done. What was promised `since` then stays."""
    query = select(Callback.id).where(Callback.thread_id == thread_id, Callback.done_at.is_(None))
    near = query.where(Callback.due_at <= now() + NEAR, Callback.created_at < since)
    for callback_id in db.session.scalars(near.order_by(Callback.id)).all():
        finish(callback_id, user_id)


def cancel(callback_id: int, user_id: int, thread_id: int | None = None) -> Callback:
    """No one needs to call any more. Raises NotFound and Conflict, as `finish`."""
    callback = _close(callback_id, user_id, thread_id)
    callback.canceled = True
    events.note("thread.callback_canceled", user_id=user_id, thread_id=callback.thread_id)
    return callback


def move(callback_id: int, typed_at: str, by: User, thread_id: int | None = None) -> Callback:
    """To another time, typed as in `add_by_hand`. Raises Fault, NotFound and Conflict."""
    due_at = later_times.read(typed_at, by, MISSING)
    callback = _hold(callback_id, thread_id)
    callback.due_at = due_at
    at = due_at.isoformat(timespec="minutes")
    events.note("thread.callback_moved", user_id=by.id, thread_id=callback.thread_id, at=at)
    return callback


def _close(callback_id: int, user_id: int, thread_id: int | None) -> Callback:
    callback = _hold(callback_id, thread_id)
    callback.done_at, callback.done_by = now(), user_id
    return callback


def _hold(callback_id: int, thread_id: int | None) -> Callback:
    """One that is open, locked."""
    found = db.session.scalar(select(Callback.thread_id).where(Callback.id == callback_id))
    if found is None or (thread_id is not None and found != thread_id):
        raise NotFound("This callback is not there any more.")
    activity.touch([found])  # before the row: see services/row_locks
    query = select(Callback).where(Callback.id == callback_id, Callback.done_at.is_(None))
    callback = db.session.scalars(query.with_for_update()).one_or_none()
    if callback is None:
        raise Conflict("Someone has done this callback already, or canceled it.")
    return callback
