"""How many recipients of a batch stand in each status, kept as they move."""

from __future__ import annotations

from sqlalchemy import select, update

from webapp.db import db
from webapp.models.batch import Batch, BatchTally
from webapp.models.recipient import RecipientStatus

REPLIED = "replied"
"""Counted beside the statuses: a recipient that has replied keeps its status."""


def open_for(batch_id: int) -> None:
    """A row for each status, so that counting is only ever an UPDATE."""
    names = [*RecipientStatus, REPLIED]
    db.session.add_all(BatchTally(batch_id=batch_id, status=str(name), count=0) for name in names)


def add(batch_id: int, status: str, count: int) -> None:
    """`count` more recipients (fewer, if negative) stand in `status`."""
    if count:
        rows = (BatchTally.batch_id == batch_id, BatchTally.status == status)
        db.session.execute(update(BatchTally).where(*rows).values(count=BatchTally.count + count))


def shift(batch_id: int, source: str, target: str, count: int) -> None:
    """`count` recipients moved; every page about the batch looks different now."""
    if not count:
        return
    # The batch first, in every transaction: whoever holds its row may count its recipients, and two
    # transactions do not wait for each other.
    touch(batch_id)
    for status, delta in sorted(((source, -count), (target, count))):
        add(batch_id, status, delta)


def touch(batch_id: int) -> None:
    """Say to the pages that watch the batch that there is something new."""
    db.session.execute(update(Batch).where(Batch.id == batch_id).values(revision=Batch.revision + 1))


def clear(batch_id: int) -> None:
    db.session.execute(update(BatchTally).where(BatchTally.batch_id == batch_id).values(count=0))


def counts(batch_id: int) -> dict[str, int]:
    """Recipients by status, zeroes included."""
    rows = db.session.execute(
        select(BatchTally.status, BatchTally.count).where(BatchTally.batch_id == batch_id)
    )
    return {row[0]: row[1] for row in rows}
