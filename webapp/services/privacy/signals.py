"""What happened to someone and is not acted on: they stand in it, or in why a hook raised."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import delete, select

from webapp.bulk import execute_for, in_param
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.signal import Signal, SignalState
from webapp.services.privacy import traces, workflows


def forget(phone: str) -> None:
    """Those go that no job acts on just now. One that does finds no one, and removes it."""
    names = traces.mentions(phone)
    ids = {
        "contact": {*db.session.scalars(select(Contact.id).where(Contact.phone == phone))},
        "thread": {*db.session.scalars(traces.threads(phone))},
    }
    found = [
        row.id
        for row in db.session.execute(select(Signal.id, Signal.data, Signal.reason))
        if any(row.data.get(key) in theirs for key, theirs in ids.items())
        or names(row.reason)
        or any(map(names, _texts(row.data)))
    ]
    query = select(Signal.id).where(in_param(Signal.id, "ids")).order_by(Signal.id)
    free = db.session.scalars(query.with_for_update(skip_locked=True), {"ids": found}).all()
    execute_for(delete(Signal).where(in_param(Signal.id, "ids")), free)


def _texts(data: dict[str, object]) -> list[str]:
    return [one if isinstance(one, str) else json.dumps(one) for one in data.values()]


def old(before: datetime) -> Iterator[int]:
    """Those that were given up, and happened before then."""
    yield from workflows.remove(Signal, Signal.created_at < before, Signal.state == SignalState.FAILED)
