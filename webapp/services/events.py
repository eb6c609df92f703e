"""Who did what, when."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from webapp.db import db
from webapp.models.event import Event


def note(
    kind: str,
    *,
    user_id: int | None = None,
    batch_id: int | None = None,
    thread_id: int | None = None,
    **data: Any,
) -> None:
    """Write one line of the audit. `kind` reads as noun.verb, e.g. batch.paused."""
    event = Event(kind=kind, user_id=user_id, batch_id=batch_id, thread_id=thread_id, data=data)
    db.session.add(event)


def forget_batch(batch_id: int) -> None:
    """A deleted draft leaves its lines, without a pointer to what is gone."""
    db.session.execute(update(Event).where(Event.batch_id == batch_id).values(batch_id=None))
