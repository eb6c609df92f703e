"""The hours were changed: the gate is asked again about those who wait for them."""

from __future__ import annotations

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.services.inbox.scheduled import scheduled_sending
from webapp.services.outbox import waiting
from webapp.services.workflows.running import advancing


def look_again() -> None:
    """In portions, so that others can write in between. Whom it misses, if it dies, waits as before."""
    queue.taken(queue.LOOK_AGAIN)
    more = True
    while more:
        with unit_of_work():
            more = waiting.look_again()
    more = True
    while more:
        with unit_of_work():
            more = advancing.look_again()
    with unit_of_work():
        scheduled_sending.look_again()
