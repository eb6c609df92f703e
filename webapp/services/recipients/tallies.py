"""How many recipients of a batch stand in each status, kept as they move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import Integer, String, Update, bindparam, select, update

from webapp.bulk import cached_statement, execute_core, values_table
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.recipient import RecipientStatus
from webapp.models.tally import BatchTally

REPLIED = "replied"
OPTED_OUT = "opted_out"
"""Counted beside the statuses: a recipient that has replied, or opted out, keeps its status."""

TOUCH = update(Batch).where(Batch.id == bindparam("batch")).values(revision=Batch.revision + 1)


@cached_statement
def _add_rows() -> Update:
    more = values_table(batch=Integer(), standing=String(12), count=Integer())
    return (
        update(BatchTally)
        .where(BatchTally.batch_id == more.c.batch, BatchTally.status == more.c.standing)
        .values(count=BatchTally.count + more.c.count)
    )


def open_for(batch_id: int) -> None:
    """A row for each status, so that counting is only ever an UPDATE."""
    names = [*RecipientStatus, REPLIED, OPTED_OUT]
    db.session.add_all(BatchTally(batch_id=batch_id, status=str(name), count=0) for name in names)


def add(batch_id: int, status: str, count: int) -> None:
    """`count` more recipients (fewer, if negative) stand in `status`."""
    _add({(batch_id, str(status)): count})


def shift(batch_id: int, source: str, target: str, count: int) -> None:
    """`count` recipients moved; every page about the batch looks different now."""
    shift_all({(batch_id, source, target): count})


def shift_all(moved: Mapping[tuple[int, str, str], int]) -> None:
    """For (batch, source, target): how many recipients moved."""
    touch(batch_id for (batch_id, _, _), count in moved.items() if count)
    count_all(moved)


def count_all(moved: Mapping[tuple[int, str, str], int]) -> None:
    """The same, of batches that are touched already."""
    changes: Counter[tuple[int, str]] = Counter()
    for (batch_id, source, target), count in moved.items():
        changes[batch_id, str(source)] -= count
        changes[batch_id, str(target)] += count
    _add(changes)


def _add(changes: Mapping[tuple[int, str], int]) -> None:
    more = [
        {"batch": batch_id, "standing": status, "count": count}
        for (batch_id, status), count in sorted(changes.items())
        if count
    ]
    if more:
        execute_core(_add_rows(), {"rows": more})


def touch(batch_ids: Iterable[int | None]) -> None:
    """Say to the pages that watch these batches that there is something new.

    It holds them: the transaction that does may move their recipients, and count them (services/row_locks).
    """
    for batch_id in sorted({one for one in batch_ids if one is not None}):
        execute_core(TOUCH, {"batch": batch_id})


def clear(batch_id: int) -> None:
    db.session.execute(update(BatchTally).where(BatchTally.batch_id == batch_id).values(count=0))


def counts(batch_id: int) -> dict[str, int]:
    """Recipients by status, zeroes included."""
    counted = db.session.execute(
        select(BatchTally.status, BatchTally.count).where(BatchTally.batch_id == batch_id)
    )
    return {row[0]: row[1] for row in counted}
