"""Batches to be sent, and what has become of them, for the benches that send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import insert

from tests import closing, factories
from tests.bench.measure import Failed
from tests.simulator.server import Control
from webapp import queue
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.number import Number
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.recipients import tallies

AT_ONCE = 10_000


def ready(number: Number, to: int | list[str]) -> Batch:
    """A running batch to so many quiet people, or to phones; no one has been told to send it yet."""
    batch = factories.batch([], "Hi {{first_name}}, your table is ready.", number_id=number.id)
    phones = factories.phones(to, "0") if isinstance(to, int) else to
    for start in range(0, len(phones), AT_ONCE):
        rows = [
            _row(batch.id, start + n, phone) for n, phone in enumerate(phones[start : start + AT_ONCE], 2)
        ]
        db.session.connection().execute(insert(Recipient), rows)
    tallies.add(batch.id, RecipientStatus.QUEUED, len(phones))
    closing.keep_hours(batch.author)  # asked about, as in earnest, and open at whatever time this runs
    db.session.commit()
    return batch


def _row(batch_id: int, row_no: int, phone: str) -> dict[str, Any]:
    return {
        "batch_id": batch_id,
        "row_no": row_no,
        "phone": phone,
        "cells": [phone, f"Person {row_no}"],
        "status": RecipientStatus.QUEUED,
        "skip_reason": "",
        "reason": "",
        "attempt": 0,
    }


def go() -> None:
    """Wake the dispatcher."""
    queue.enqueue(queue.DISPATCH)


@contextmanager
def onlooker() -> Iterator[Any]:
    """A connection that reads without a transaction: on SQLite a reader would hold up the writers."""
    connection: Any = db.engine.raw_connection()
    driver = connection.driver_connection
    on_postgresql = db.engine.dialect.name == "postgresql"
    if on_postgresql:
        driver.autocommit = True
    try:
        yield connection.cursor()
    finally:
        if on_postgresql:
            driver.autocommit = False  # its next user from the pool means to commit as a whole
        connection.close()


def unsettled(cursor: Any) -> int:
    """Recipients that wait or are on their way."""
    cursor.execute("SELECT sum(count) FROM batch_tally WHERE status IN ('queued', 'sending')")
    return int(cursor.fetchone()[0] or 0)


def must_be_whole(control: Control, batches: list[Batch], count: int) -> None:
    """Raises Failed unless each of `count` people was accepted once and is recorded as sent."""
    accepted = Counter(one["client_ref"] for one in control.messages())
    sent = sum(tallies.counts(batch.id)[RecipientStatus.SENT] for batch in batches)
    db.session.rollback()
    if sum(accepted.values()) != count or len(accepted) != count or sent != count:
        raise Failed(f"{sum(accepted.values())} accepted, {len(accepted)} different, {sent} sent of {count}")
