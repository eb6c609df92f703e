"""The audit is kept as long as the team has set."""

from __future__ import annotations

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.services.privacy import audit


def forget() -> None:
    """Delete older lines in small batches, to keep locks short."""
    queue.taken(queue.FORGET)
    while True:
        with unit_of_work():
            if not audit.forget_some():
                return
