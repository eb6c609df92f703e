"""Summaries that language models write: in the thinker alone, see jobs/thinker."""

from __future__ import annotations

from functools import partial

import structlog

from jobs import shutdown
from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.db import db
from webapp.services import containment
from webapp.services.agents.model_summaries import asking, writing

log = structlog.get_logger(__name__)


def write(request_id: int) -> None:
    """What waits, the oldest first, one after the other; the id only says that there is something.

    So the queue is left to those who wait for answers, however many conversations become quiet at once.
    """
    queue.taken(queue.SUM_UP, request_id)
    while not shutdown.requested():
        due = asking.due(1)
        db.session.rollback()
        if not due:
            return
        _contained(due[0])


def _contained(request_id: int) -> None:
    _, error = containment.attempt(partial(_write, request_id))
    if error is None:
        return
    log.error("a summary raised", request=request_id, error=repr(error))
    with unit_of_work():
        writing.fail(request_id, writing.RAISED.format(name=containment.name(error)))


def _write(request_id: int) -> None:
    """Take it up, ask with no transaction open, and keep what came of it."""
    with unit_of_work():
        work = writing.begin(request_id)
    if work is None:
        return
    outcome = writing.perform(work)
    with unit_of_work():
        writing.end(request_id, outcome)
