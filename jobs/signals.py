"""Run the hooks of what has happened."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

import structlog

from jobs import shutdown, signal_hooks
from jobs.unit_of_work import attempt, unit_of_work
from webapp import queue
from webapp.db import db
from webapp.services import hooks

log = structlog.get_logger(__name__)

SLICE = 2.0
"""Seconds after which others that wait in the queue have their turn."""
TOGETHER = 25
"""Signals in one transaction: more would hold their conversations, and SQLite, for longer."""


def act_on_due() -> None:
    """All signals that wait, those included that come meanwhile. A stop leaves the rest to the sweep.

    While they keep coming, it makes room for other jobs: answers that are due must not wait for them.
    """
    queue.taken(queue.ACT_ON_SIGNALS)
    seen: set[int] = set()
    end = time.monotonic() + SLICE
    with shutdown.graceful():
        while new := [one for one in hooks.due() if one not in seen]:
            db.session.rollback()
            for some in (new[first : first + TOGETHER] for first in range(0, len(new), TOGETHER)):
                if shutdown.requested():
                    return
                if time.monotonic() > end:
                    queue.enqueue(queue.ACT_ON_SIGNALS)
                    return
                _act(some)
            seen.update(new)
    db.session.rollback()


def _act(signal_ids: Sequence[int]) -> None:
    """Together what may be; the rest, and all of them when that raises, each by itself."""
    done = set[int]()
    with unit_of_work():
        kinds = hooks.kinds_together(signal_ids)
    for kind in kinds:
        done |= _together(signal_ids, kind)
    for signal_id in signal_ids:
        if signal_id not in done:
            signal_hooks.act(signal_id)


def _together(signal_ids: Sequence[int], kind: str) -> set[int]:
    """Returns those on which it acted; none, where one of them raised."""
    done, error = attempt(partial(hooks.act_together, signal_ids, kind))
    if error is not None:
        log.error("signals that were acted on together raised; each is tried by itself", error=repr(error))
    return done or set()
