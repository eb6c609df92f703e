"""Agents answer the threads whose time has come."""

from __future__ import annotations

import random
import time
from functools import partial

import structlog

from jobs import each, ending
from webapp import queue
from webapp.db import db
from webapp.services import containment
from webapp.services.agents import timer

log = structlog.get_logger(__name__)

SLICE = 10.0
"""Seconds after which others that wait in the queue have their turn."""
NEAR = 1.5
"""Seconds: for an answer that is due so soon it waits, as another job would take a second to be woken."""


def answer_due() -> None:
    """Answer all that is due, and what becomes due meanwhile; several workers may do so at once."""
    queue.taken(queue.THINK)
    end = time.monotonic() + SLICE
    with ending.heeded():
        while not ending.told():
            if time.monotonic() > end:
                queue.enqueue(queue.THINK)
                return
            if not _answer_all() and not _wait():
                return


def ask_model(thread_id: int) -> None:
    """Answer one, by asking its agent's language model: in the thinker alone, see jobs/thinker."""
    queue.taken(queue.ASK_MODEL, thread_id)
    each.ask_model(thread_id)


def _answer_all() -> bool:
    """Whether there was any. Each worker in an order of its own, so that they seldom want the same thread."""
    waiting = timer.due()
    db.session.rollback()
    found = [partial(each.think, one) for one in waiting.thinking]
    found += [partial(each.leave_to_staff, one) for one in waiting.late]
    random.shuffle(found)
    for turn in found:
        if ending.told():
            break
        error = containment.fault_of(turn)
        if error is not None:
            log.error("an agent's turn raised; it is tried again", thread=turn.args[0], error=repr(error))
    return bool(found)


def _wait() -> bool:
    """Until the next is due, if that is near."""
    seconds = timer.until_next()
    db.session.rollback()
    if seconds is None or seconds > NEAR:
        return False
    time.sleep(max(seconds, 0.02))
    return True
