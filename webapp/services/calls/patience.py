"""Waiting for a model within a carrier's request: for a little, by few, with no transaction open."""

from __future__ import annotations

import time
from threading import BoundedSemaphore

from webapp.services.calls import questions
from webapp.services.calls.conversing import Waiting

FIRST, NEXT = 2.5, 4.0
"""Seconds: of the 5 in which the carrier wants its answer; and once they have been told that it takes a
moment, of the 10 that the carrier gives an event."""
LOOK_EVERY = 0.05
AT_ONCE = 8
"""Requests of one process: the others are told at once that it takes a moment."""
_places = BoundedSemaphore(AT_ONCE)


def wait(waiting: Waiting) -> None:
    """Until the model has decided, or the time is over."""
    if not _places.acquire(blocking=False):
        return
    try:
        until = time.monotonic() + (NEXT if waiting.filled else FIRST)
        while time.monotonic() < until and not questions.is_decided(waiting.question_id):
            time.sleep(LOOK_EVERY)
    finally:
        _places.release()
