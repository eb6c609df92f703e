"""Jobs of a batch's life."""

from __future__ import annotations

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.services.batches import lifecycle


def start_due(batch_id: int) -> None:
    """A scheduled batch's time has come (if it is still scheduled, and for now)."""
    queue.taken(queue.START_BATCH, batch_id)
    with unit_of_work():
        lifecycle.start_due(lifecycle.get(batch_id, lock=True))


def settle(batch_id: int) -> None:
    """Rows that will never be sent get their end."""
    queue.taken(queue.SETTLE, batch_id)
    with unit_of_work():
        lifecycle.settle(batch_id)
