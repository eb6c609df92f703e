"""An agent answers a thread whose time has come."""

from __future__ import annotations

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.services.agents import concluding, thinking


def think(thread_id: int) -> None:
    """Claim, read, decide with no transaction open, and conclude; again at once when it was overtaken."""
    queue.taken(queue.THINK, thread_id)
    while _turn(thread_id):
        pass


def _turn(thread_id: int) -> bool:
    """Whether to think again. How often that may be is counted in the claims."""
    with unit_of_work():
        claim = thinking.claim(thread_id)
    if claim is None:
        return False
    with unit_of_work():
        reading = thinking.read(claim)
    if reading is None:
        return False
    thought = thinking.think(reading)
    with unit_of_work():
        return concluding.conclude(thought)
