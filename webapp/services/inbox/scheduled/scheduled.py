"""What staff do with texts that are to be sent later: put, change, cancel.

They are rows of their own until their time, not entries that wait in the outbox: what waits there goes out as
soon as the contact writes (outbox/waiting), and counts as said, in the list and to agents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import queue
from webapp.db import db, inline_literal, now
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.scheduled_text import ScheduledState, ScheduledText
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import events, row_locks
from webapp.services.inbox import reply
from webapp.services.threads import activity

MOST = 20
"""Of one conversation."""
WAITS = ScheduledText.state == inline_literal("waiting")
OVER = "It does not wait any more: it has been sent or canceled."
CHANGED = "Someone has changed it meanwhile. Read it again first."


@dataclass(frozen=True)
class LaterText:
    """What was typed, and when it is wanted (UTC)."""

    text: str
    send_at: datetime
    cancel_on_reply: bool


def waiting(thread_id: int) -> Sequence[ScheduledText]:
    """Those of a conversation that wait for their time, the first first."""
    query = select(ScheduledText).where(ScheduledText.thread_id == thread_id, WAITS)
    return db.session.scalars(query.order_by(ScheduledText.send_at, ScheduledText.id)).all()


def get(thread_id: int, text_id: int) -> ScheduledText:
    """One that waits. Raises NotFound, and Conflict when it does no more."""
    row = db.session.get(ScheduledText, text_id)
    if row is None or row.thread_id != thread_id:
        raise NotFound("This text is not there any more.")
    if row.state != ScheduledState.WAITING:
        raise Conflict(OVER)
    return row


def put(thread: Thread, wanted: LaterText, user_id: int, key: str, seen: int | None = None) -> ScheduledText:
    """Keep a text until its time. Raises Fault when the gate or the text is in the way.

    `key`, `seen`: as of `reply.reply`; a form that is sent twice keeps one text. The agent goes on, and the
    contact still waits for a reply, if they do: nothing has been said yet.
    """
    text = reply.clean(wanted.text)
    ref = _ref(reply.checked(key), thread, text)
    row_locks.conversations([thread.contact.phone])
    known = db.session.scalars(select(ScheduledText).where(ScheduledText.ref == ref)).one_or_none()
    if known is not None:
        return known
    if seen is not None:
        reply.must_have_seen(thread, seen, user_id)
    _may_be_put(thread)
    row = _put_once(thread, text, wanted, user_id, ref)
    _show(row)
    at = row.send_at.isoformat(timespec="minutes")
    events.note("thread.text_scheduled", user_id=user_id, thread_id=thread.id, at=at)
    return row


def change(thread_id: int, text_id: int, wanted: LaterText, by: User, revision: int) -> ScheduledText:
    """Another text or time; it is theirs from now on. `revision`: of the text that they have before them.

    Raises Fault, NotFound, and Conflict when it does not wait any more.
    """
    text = reply.clean(wanted.text)
    row = hold(thread_id, text_id)
    if row.revision != revision:
        raise Fault("Someone has changed it meanwhile. Their text is shown: change it, or leave it.", "text")
    row.text, row.send_at, row.due_at = text, wanted.send_at, wanted.send_at
    row.cancel_on_reply, row.user_id, row.saved_at = wanted.cancel_on_reply, by.id, now()
    row.revision += 1
    _show(row)
    at = row.send_at.isoformat(timespec="minutes")
    events.note("thread.text_changed", user_id=by.id, thread_id=thread_id, at=at)
    return row


def cancel(thread_id: int, text_id: int, by: User, revision: int | None = None) -> ScheduledText:
    """It is not sent. Raises NotFound, and Conflict: also where it is not as they have it before them."""
    row = hold(thread_id, text_id, revision)
    row.transition_to(ScheduledState.CANCELED, by=by.id)
    activity.touch([thread_id])
    events.note("thread.text_canceled", user_id=by.id, thread_id=thread_id)
    return row


def hold(thread_id: int, text_id: int, revision: int | None = None) -> ScheduledText:
    """One that waits, locked, after its conversation (services/row_locks). Raises NotFound and Conflict.

    `revision`: of the text that someone has before them.
    """
    get(thread_id, text_id)
    activity.touch([thread_id])
    query = select(ScheduledText).where(ScheduledText.id == text_id, WAITS).with_for_update()
    row = db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if row is None:
        raise Conflict(OVER)
    if revision not in (None, row.revision):
        raise Conflict(CHANGED)
    return row


def _may_be_put(thread: Thread) -> None:
    present = reply.verdict(thread)
    if present.obstacle:
        raise Fault(present.obstacle, "text")
    if len(waiting(thread.id)) >= MOST:
        raise Fault(f"{MOST} texts wait here already. Cancel one first.", "text")


def _put_once(thread: Thread, text: str, wanted: LaterText, user_id: int, ref: str) -> ScheduledText:
    """Two requests at the same moment: the unique reference lets one of them through."""
    row = ScheduledText(
        thread_id=thread.id, user_id=user_id, text=text, send_at=wanted.send_at, due_at=wanted.send_at,
        cancel_on_reply=wanted.cancel_on_reply, ref=ref,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
            return row
    except IntegrityError:
        return db.session.scalars(select(ScheduledText).where(ScheduledText.ref == ref)).one()


def _show(row: ScheduledText) -> None:
    db.session.flush()
    activity.touch([row.thread_id])
    queue.later(queue.SEND_SCHEDULED, row.id, at=row.due_at)


def _ref(key: str, thread: Thread, text: str) -> str:
    """Not that of the same text, sent at once by the same form."""
    return hashlib.sha256(f"later:{key}:{thread.id}:{text}".encode()).hexdigest()[:24]
