"""What jobs do for each of many rows, in units of work of its own, so that one that raises stops no other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import get_ident

import structlog

from jobs.unit_of_work import fault_of, unit_of_work
from webapp import queue
from webapp.services import hooks
from webapp.services.agents import concluding, thinking
from webapp.services.agents.thinking import Claim, Reading, Thought

log = structlog.get_logger(__name__)

Think = Callable[[Reading], Thought]
CLAIMS: dict[int, Claim] = {}
"""What this process is thinking about, by the ident of its thread."""


def act(signal_id: int) -> None:
    """Let each hook act that has not yet."""
    faults: dict[str, Exception] = {}
    with unit_of_work():
        names = hooks.open_hooks(signal_id)
    for name in names:
        error = fault_of(partial(hooks.act, signal_id, name))
        if error is not None:
            log.error("a hook raised", hook=name, signal=signal_id, error=repr(error))
            faults[name] = error
    with unit_of_work():
        hooks.settle(signal_id, faults)


def think(thread_id: int) -> None:
    """Claim, read, decide with no transaction open, and conclude; again at once when it was overtaken.

    A thread whose agent asks a language model is handed to the process that does.
    """
    _think(thread_id, thinking.think, asks_models=False)


def ask_model(thread_id: int) -> None:
    """The same, in the process that may ask language models: see jobs/thinker."""
    _think(thread_id, thinking.think, asks_models=True)


def leave_to_staff(thread_id: int) -> None:
    """No process has asked the model in time: the contact is not left without an answer."""
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
