"""Whose conversation it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import update

from webapp.bulk import in_param
from webapp.db import UNTRACKED, db
from webapp.models.thread import Thread
from webapp.services import events, row_locks


def assign(thread: Thread, assignee_id: int | None, user_id: int | None, **noted: Any) -> bool:
    """To one of the team; None: to no one. `user_id`: who does it; `noted`: what else the audit says.

    False: it was so already.
    The row tells, whatever `thread` remembers of it.
    """
    if not assign_all([thread.id], assignee_id, user_id, **noted):
        return False
    db.session.refresh(thread)
    return True


def assign_all(
    thread_ids: Collection[int], assignee_id: int | None, user_id: int | None, **noted: Any
) -> Sequence[int]:
    """The same for many; returns the ids of those that were another's, or no one's."""
    differs = Thread.assignee_id.is_distinct_from(assignee_id)
    those = row_locks.in_turn(Thread.id, in_param(Thread.id, "ids"))
    changed = update(Thread).where(those, differs)
    changed = changed.values(assignee_id=assignee_id, revision=Thread.revision + 1).returning(Thread.id)
    ids = db.session.scalars(changed, {"ids": list(thread_ids)}, execution_options=UNTRACKED).all()
    for thread_id in ids:
        events.note("thread.assigned", user_id=user_id, thread_id=thread_id, user=assignee_id, **noted)
    return ids
