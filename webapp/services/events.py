"""Who did what, when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import update

from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.event import Event
from webapp.models.thread import Thread
from webapp.models.user import User

FINDABLE = ("phone", "number", "email", "name", "before", "filename", "address")
"""What is kept with a line, and may be looked for."""


def note(
    kind: str,
    *,
    user_id: int | None = None,
    batch_id: int | None = None,
    thread_id: int | None = None,
    **data: Any,
) -> None:
    """Write one line of the audit. `kind` reads as noun.verb, e.g. batch.paused."""
    words = _people(user_id, data.get("user")), _things(batch_id, thread_id), _kept(data)
    about = " ".join(dict.fromkeys(word for each in words for word in each)).lower()
    event = Event(kind=kind, user_id=user_id, batch_id=batch_id, thread_id=thread_id, data=data, about=about)
    db.session.add(event)


def _people(*ids: Any) -> Iterator[str]:
    for user_id in ids:
        user = db.session.get(User, user_id) if user_id else None
        if user is not None:
            yield from (user.name, user.email)


def _things(batch_id: int | None, thread_id: int | None) -> Iterator[str]:
    batch = db.session.get(Batch, batch_id) if batch_id else None
    if batch is not None:
        yield batch.name
    thread = db.session.get(Thread, thread_id) if thread_id else None
    if thread is not None:
        yield from (thread.contact.phone, thread.contact.name)


def _kept(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(data[key]) for key in FINDABLE if data.get(key))


def forget_batch(batch_id: int) -> None:
    """A deleted draft leaves its lines, without a pointer to what is gone."""
    db.session.execute(update(Event).where(Event.batch_id == batch_id).values(batch_id=None))
