"""Runs of workflows: advance those that are due; start what the clock starts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import structlog
from flask import current_app

from jobs import shutdown
from jobs.unit_of_work import attempt, fault_of, unit_of_work
from webapp import queue
from webapp.db import db
from webapp.services import containment, row_locks
from webapp.services.actions.base import Outcome
from webapp.services.actions.http import sending  # noqa: F401  (loaded once, not in each fork: see jobs/worker)
from webapp.services.workflows.clock import due as clock
from webapp.services.workflows.many import running as many
from webapp.services.workflows.running import acting, advancing, asking
from webapp.services.workflows.running.asking import Asked
from webapp.services.workflows.steps.base import AT_ONCE

log = structlog.get_logger(__name__)

SLICE = 2.0
"""Seconds after which others that wait in the queue have their turn."""
REST = 0.01
"""Seconds between two transactions of many runs, in which others get SQLite's lock. On a busy machine those
who wait for it wake up late and find it taken again, staff's replies among them."""


def run_due() -> None:
    """All runs that are due, each as far as it goes now. A stop leaves the rest to the sweep."""
    queue.taken(queue.RUN_WORKFLOWS)
    seen: set[int] = set()
    end: float | None = None
    with shutdown.graceful():
        while new := [one for one in advancing.due() if one not in seen]:
            db.session.rollback()
            for some in (new[first : first + AT_ONCE] for first in range(0, len(new), AT_ONCE)):
                if shutdown.requested():
                    return
                if end is not None and time.monotonic() > end:
                    queue.enqueue(queue.RUN_WORKFLOWS)
                    return
                _run(some)
                if row_locks.one_writer():
                    time.sleep(REST)
                end = end or time.monotonic() + SLICE  # the first ones prepare what the others only use
            seen.update(new)  # those that another worker holds are its own
    db.session.rollback()


def _run(run_ids: Sequence[int]) -> None:
    """Some runs, as far as they go now. When one raises, each is tried by itself, and that one is set aside:
    the sweep does not try it for ever.
    """
    error = fault_of(partial(_go_on, run_ids))
    if error is None:
        return
    if len(run_ids) > 1:
        log.warning("runs that went on together raised; each is tried by itself", error=repr(error))
        for run_id in run_ids:
            _run([run_id])
        return
    _set_aside(run_ids[0], error)


def _set_aside(run_id: int, error: Exception) -> None:
    log.error("a step of a workflow raised", run=run_id, error=repr(error))
    with unit_of_work():
        advancing.set_aside(run_id, error)


def _go_on(run_ids: Sequence[int]) -> None:
    while run_ids and not shutdown.requested():
        with unit_of_work():
            came = advancing.advance(run_ids)
        _ask(came.asked)
        run_ids = [*came.again, *(one.run_id for one in came.asked)]


def _ask(some: Sequence[Asked]) -> None:
    """Other systems, each in a thread, so that one that is slow does not hold up the others."""
    if not some:
        return
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def perform(asked: Asked) -> Outcome:
        with app.app_context():
            return _outcome(asked)

    with ThreadPoolExecutor(len(some), "other-system") as pool:
        outcomes = list(pool.map(perform, some))
    for asked, outcome in zip(some, outcomes, strict=True):
        error = fault_of(partial(asking.record, asked, outcome))
        if error is not None:
            _set_aside(asked.run_id, error)


def _outcome(asked: Asked) -> Outcome:
    """What became of a request. One that raises takes no other's answer with it."""
    outcome, error = containment.attempt(partial(asking.perform, asked))
    if outcome is not None:
        return outcome
    assert error is not None  # noqa: S101  (for mypy)
    log.error("asking another system raised", run=asked.run_id, error=repr(error))
    return asking.raised(error)


def start_due() -> None:
    """Start what the clock starts: each workflow in units of work of its own, so that none stops another."""
    queue.taken(queue.START_ON_TIME)
    _each(clock.due(), clock.start, clock.set_aside)


def start_many() -> None:
    """Go on with what people start for many contacts, in the same way."""
    queue.taken(queue.START_MANY)
    _each(many.due(), many.go_on, many.set_aside)


def end_runs() -> None:
    """End the runs that people, or the archive, have canceled by the thousand, some at a time."""
    queue.taken(queue.END_RUNS)
    for workflow_id in acting.ending_now():
        db.session.rollback()
        more = True
        while more and not shutdown.requested():
            with unit_of_work():
                more = acting.end_some(workflow_id)
    db.session.rollback()


def _each(
    ids: Sequence[int], go_on: Callable[[int], bool], set_aside: Callable[[int, Exception], None]
) -> None:
    for one in ids:
        db.session.rollback()
        _whole(one, go_on, set_aside)
    db.session.rollback()


def _whole(one: int, go_on: Callable[[int], bool], set_aside: Callable[[int, Exception], None]) -> None:
    """One of them until nothing more can be done at once."""
    more: bool | None = True
    while more:
        more, error = attempt(partial(go_on, one))
        if error is not None:
            log.error("starting a workflow raised", id=one, error=repr(error))
            with unit_of_work():
                set_aside(one, error)
