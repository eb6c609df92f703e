"""Changing the status of conversations; each change stands in their timelines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webapp.bulk import in_param
from webapp.db import UNTRACKED, db
from webapp.models import states
from webapp.models.contact import Contact
from webapp.models.entry import Direction, Origin
from webapp.models.status_change import Because, StatusChange
from webapp.models.thread import STATUS_MOVES, Thread, ThreadStatus
from webapp.services import row_locks


def change(
    target: ThreadStatus,
    thread_ids: Collection[int],
    user_id: int | None = None,
    *,
    because: Because = Because.BY_HAND,
    until: datetime | None = None,
    **values: Any,
) -> Sequence[int]:
    """Move those that may move there; returns their ids. `until` (UTC): of SNOOZED alone.

    `values`: what else changes in them.
    """
    those = row_locks.in_turn(Thread.id, in_param(Thread.id, "ids"))
    moved = states.move(Thread, "status", STATUS_MOVES, target, those, snoozed_until=until, **values)
    moved = moved.values(revision=Thread.revision + 1).returning(Thread.id)
    ids = db.session.scalars(moved, {"ids": list(thread_ids)}, execution_options=UNTRACKED).all()
    _note(target, ids, user_id, because, until)
    return ids


def _note(
    target: ThreadStatus, ids: Sequence[int], user_id: int | None, because: Because, until: datetime | None
) -> None:
    query = select(Thread.id, Thread.number_id, Contact.phone).join(Contact, Contact.id == Thread.contact_id)
    rows = (
        db.session.execute(query.where(in_param(Thread.id, "ids")), {"ids": list(ids)}).all() if ids else ()
    )
    db.session.add_all(
        StatusChange(
            thread_id=thread_id,
            number_id=number_id,
            phone=phone,
            direction=Direction.OUT,
            state=target,
            origin=Origin.STAFF if user_id is not None else None,
            units=0,
            user_id=user_id,
            code=because,
            not_before=until,
        )
        for thread_id, number_id, phone in rows
    )
    db.session.flush()
