"""An agent answers a thread whose time has come."""

from __future__ import annotations

from collections.abc import Callable
from threading import get_ident

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.services.agents import concluding, thinking, timer
from webapp.services.agents.thinking import Claim, Reading, Thought

Think = Callable[[Reading], Thought]
CLAIMS: dict[int, Claim] = {}
"""What this process is thinking about, by the ident of its thread."""


def think(thread_id: int) -> None:
    """Claim, read, decide with no transaction open, and conclude; again at once when it was overtaken.

    A thread whose agent asks a language model is handed to the process that does.
    """
    queue.taken(queue.THINK, thread_id)
    _think(thread_id, thinking.think, asks_models=False)


def ask_model(thread_id: int) -> None:
    """The same, in the process that may ask language models: see jobs/thinker."""
    queue.taken(queue.ASK_MODEL, thread_id)
    _think(thread_id, thinking.think, asks_models=True)


def leave_to_staff(thread_id: int) -> None:
    """No process has asked the model in time: the contact is not left without an answer."""
    queue.taken(queue.LEAVE_TO_STAFF, thread_id)
    with unit_of_work():
        is_late = thread_id in timer.due().late
    if is_late:
        _think(thread_id, thinking.left_undone, asks_models=True)


def _think(thread_id: int, decide: Think, asks_models: bool) -> None:
    try:
        while _turn(thread_id, decide, asks_models):
            pass
    finally:
        CLAIMS.pop(get_ident(), None)


def _turn(thread_id: int, decide: Think, asks_models: bool) -> bool:
    """Whether to think again. How often that may be is counted in the claims."""
    with unit_of_work():
        claim = thinking.claim(thread_id)
    if claim is None:
        return False
    CLAIMS[get_ident()] = claim
    with unit_of_work():
        reading = thinking.read(claim)
    if reading is None:
        return False
    if reading.model is not None and not asks_models:
        _hand_over(claim)
        return False
    thought = decide(reading)
    with unit_of_work():
        return concluding.conclude(thought)


def _hand_over(claim: Claim) -> None:
    with unit_of_work():
        thinking.release(claim)
        queue.later(queue.ASK_MODEL, claim.thread_id)
