"""Agents answer the threads whose time has come."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from functools import partial

import structlog

from jobs import agent_turns, shutdown
from webapp import queue
from webapp.db import db
from webapp.services import containment
from webapp.services.agents.turns import timer

log = structlog.get_logger(__name__)

SLICE = 3.0
"""Seconds after which others that wait in the queue have their turn."""
TOGETHER = 25
"""Conversations that are thought about at once: more would hold their threads, and SQLite, for longer."""
WORKERS = 4
"""So many that begin at the same moment are likely to choose different ones."""
NEAR = 1.5
"""Seconds: for an answer that is due so soon it waits, as another job would take a second to be woken."""


def answer_due(goes_on: bool = False) -> None:
    """Answer all that is due, and what becomes due meanwhile; several workers may do so at once.

    `goes_on`: it was begun by one whose time was over. While such a one waits in the queue, those that were
    set for a moment leave the work to it: else one for each second would stand before what others wait for.
    """
    if not goes_on and queue.waits(queue.THINK, True):
        return
    queue.taken(queue.THINK, *([True] if goes_on else []))
    end = time.monotonic() + SLICE
    with shutdown.graceful():
        while not shutdown.requested():
            if time.monotonic() > end:
                queue.enqueue(queue.THINK, True)
                return
            if not _answer_some() and not _wait():
                return


def _answer_some() -> bool:
    """Whether there was any. Of those that have waited longest, each worker takes others."""
    waiting = timer.due()
    db.session.rollback()
    first = waiting.thinking[: TOGETHER * WORKERS]
    _answer(random.sample(first, min(TOGETHER, len(first))))
    for one in waiting.late:
        if not shutdown.requested():
            _done(partial(agent_turns.leave_to_staff, one), one)
    return bool(waiting.thinking or waiting.late)


def _answer(thread_ids: Sequence[int]) -> None:
    """Together, which costs a fraction; when one of them raises, each by itself."""
    if thread_ids and containment.fault_of(partial(agent_turns.think, *thread_ids)) is not None:
        for one in thread_ids:
            _done(partial(agent_turns.think, one), one)


def _done(turn: Callable[[], object], thread_id: int) -> None:
    error = containment.fault_of(turn)
    if error is not None:
        log.error("an agent's turn raised; it is tried again", thread=thread_id, error=repr(error))


def _wait() -> bool:
    """Until the next is due, if that is near."""
    seconds = timer.until_next()
    db.session.rollback()
    if seconds is None or seconds > NEAR:
        return False
    time.sleep(max(seconds, 0.02))
    return True
