"""The sweep: whatever the database says is due, and nobody works on, goes on."""

from __future__ import annotations

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.services import sweep as service


def sweep() -> None:
    """Runs every few seconds; Redis may have lost anything.

    Texts come last: one that cannot be read keeps nothing else from going on.
    """
    queue.taken(queue.SWEEP)
    with unit_of_work():
        service.give_up_abandoned()
    with unit_of_work():
        service.wake_what_is_due()
    with unit_of_work():
        service.read_waiting_texts()
