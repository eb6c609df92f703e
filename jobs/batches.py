"""Jobs of a batch's life."""

from __future__ import annotations

from jobs.unit_of_work import fault_of, unit_of_work
from webapp import queue
from webapp.services.batches import lifecycle
from webapp.services.outbox import aside


def start_due(batch_id: int) -> None:
    """A scheduled batch's time has come (if it is still scheduled, and for now).

    One that cannot be started is paused with the reason, so that it is not retried forever unseen.
    """
    queue.taken(queue.START_BATCH, batch_id)
    error = fault_of(lambda: lifecycle.start_due(lifecycle.get(batch_id, lock=True)))
    if error is not None:
        with unit_of_work():
            aside.pause(batch_id, error)


def end_unsent_rows(batch_id: int) -> None:
    """Rows that will never be sent get their end."""
    queue.taken(queue.END_UNSENT_ROWS, batch_id)
    with unit_of_work():
        lifecycle.end_unsent_rows(batch_id)
