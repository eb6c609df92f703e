"""Runs of workflows: advance those that are due; start what the clock starts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

import structlog

from jobs import ending
from jobs.unit_of_work import fault_of, unit_of_work
from webapp import queue
from webapp.db import db
from webapp.services.actions.http import sending  # noqa: F401  (loaded once, not in each fork: see jobs/worker)
from webapp.services.workflows.clock import due as clock
from webapp.services.workflows.many import running as many
from webapp.services.workflows.running import advancing
from webapp.services.workflows.running.advancing import Asked

log = structlog.get_logger(__name__)

SLICE = 2.0
"""Seconds after which others that wait in the queue have their turn."""


def run_due() -> None:
    """All runs that are due, each as far as it goes now. A stop leaves the rest to the sweep."""
    queue.taken(queue.RUN_WORKFLOWS)
    seen: set[int] = set()
    end: float | None = None
    with ending.heeded():
        while run_ids := [one for one in advancing.due() if one not in seen]:
            db.session.rollback()
            for run_id in run_ids:
                if ending.told():
                    return
                if end is not None and time.monotonic() > end:
                    queue.enqueue(queue.RUN_WORKFLOWS)
                    return
                _run(run_id)
                end = end or time.monotonic() + SLICE  # the first one prepares what the others only use
            seen.update(run_ids)  # those that another worker holds are its own
    db.session.rollback()


def _run(run_id: int) -> None:
    """One run, as far as it goes now. What raises is set aside: the sweep does not try it for ever."""
    error = fault_of(partial(_go_on, run_id))
    if error is not None:
        log.error("a step of a workflow raised", run=run_id, error=repr(error))
        with unit_of_work():
            advancing.set_aside(run_id, error)


def _go_on(run_id: int) -> None:
    while True:
        with unit_of_work():
            step = advancing.advance(run_id)
        if isinstance(step, Asked):
            outcome = advancing.perform(step)
            with unit_of_work():
                advancing.record(step, outcome)
        elif not step:
            return


def start_due() -> None:
    """Start what the clock starts: each workflow in units of work of its own, so that none stops another."""
    queue.taken(queue.START_ON_TIME)
    _each(clock.due(), clock.start, clock.set_aside)


def start_many() -> None:
    """Go on with what people start for many contacts, in the same way."""
    queue.taken(queue.START_MANY)
    _each(many.due(), many.go_on, many.set_aside)


def _each(
    ids: Sequence[int], go_on: Callable[[int], bool], set_aside: Callable[[int, Exception], None]
) -> None:
    for one in ids:
        db.session.rollback()
        _whole(one, go_on, set_aside)
    db.session.rollback()


def _whole(one: int, go_on: Callable[[int], bool], set_aside: Callable[[int, Exception], None]) -> None:
    """One of them until nothing more can be done at once."""
    more = [True]
    while more[0]:
        more[0] = False

        def work() -> None:
            more[0] = go_on(one)

        error = fault_of(work)
        if error is not None:
            log.error("starting a workflow raised", id=one, error=repr(error))
            with unit_of_work():
                set_aside(one, error)
