"""Whose conversation it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from webapp.db import db
from webapp.models.thread import Thread
from webapp.services import events


def assign(thread: Thread, assignee_id: int | None, user_id: int | None, **noted: Any) -> bool:
    """To one of the team; None: to no one. `user_id`: who does it; `noted`: what else the audit says.

    False: it was so already.
    The row tells, whatever `thread` remembers of it.
    """
    differs = Thread.assignee_id.is_distinct_from(assignee_id)
    changed = update(Thread).where(Thread.id == thread.id, differs)
    changed = changed.values(assignee_id=assignee_id, revision=Thread.revision + 1)
    unseen = {"synchronize_session": False}
    if db.session.execute(changed.returning(Thread.id), execution_options=unseen).first() is None:
        return False
    db.session.refresh(thread)
    events.note("thread.assigned", user_id=user_id, thread_id=thread.id, user=assignee_id, **noted)
    return True
