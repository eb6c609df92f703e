"""Rows that raise, steps that are made to raise, and what is left to see afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import String, cast, literal, select, type_coerce, update
from sqlalchemy.dialects.postgresql import JSON

from tests.simulator.server import Simulator
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.recipient import Recipient
from webapp.services.outbox.dispatcher import Dispatcher
from webapp.services.recipients import tallies


def poison(phone: str, cells: str) -> None:
    db.session.flush()
    raw = literal(cells, String)
    value = cast(raw, JSON) if db.engine.dialect.name == "postgresql" else type_coerce(raw, String)
    poisoned = update(Recipient).where(Recipient.phone == phone).values(cells=value)
    db.session.execute(poisoned, execution_options={"synchronize_session": False})
    db.session.expire_all()


def standing(batch: Batch) -> dict[str, int]:
    """How many recipients stand where, which the tally confirms."""
    db.session.rollback()
    rows = db.session.scalars(select(Recipient.status).where(Recipient.batch_id == batch.id))
    counts = dict(Counter(map(str, rows)))
    told = tallies.counts(batch.id)
    assert {name: count for name, count in told.items() if count and name != tallies.REPLIED} == counts
    return counts


def reason_of(phone: str) -> str:
    return db.session.scalars(select(Recipient.reason).where(Recipient.phone == phone)).one()


def run(dispatcher: Dispatcher, simulator: Simulator) -> list[str]:
    """To the end; the phones that the carrier has taken messages for, none of them twice."""
    db.session.commit()
    for _ in range(5):
        if not dispatcher.run(10):
            break
    simulator.control.idle()
    db.session.rollback()
    taken = Counter(f"+{message['to']}" for message in simulator.control.messages())
    assert set(taken.values()) <= {1}
    return sorted(taken)


def raise_for(
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
    concerns: Callable[..., bool],
    error: Exception | None = None,
) -> None:
    """From now on a step raises when it has to do with what `concerns` says, and else works as ever."""
    as_ever = getattr(owner, name)

    def step(*args: Any, **words: Any) -> Any:
        if concerns(*args):
            raise error or ValueError("injected")
        return as_ever(*args, **words)

    monkeypatch.setattr(owner, name, step)
