"""Snoozed conversations come back at their time."""

from __future__ import annotations

from functools import partial

import structlog

from jobs.unit_of_work import fault_of
from webapp import queue
from webapp.db import db
from webapp.services.threads import snoozes

log = structlog.get_logger(__name__)


def end_due() -> None:
    """Some at a time, the sweep finds the rest; one that raises keeps none of the others."""
    queue.taken(queue.END_SNOOZES)
    ids = snoozes.due()
    db.session.rollback()
    if not ids or fault_of(partial(snoozes.end, ids)) is None:
        return
    for thread_id in ids:
        error = fault_of(partial(snoozes.end, [thread_id]))
        if error is not None:
            log.error("a snooze cannot be ended", thread=thread_id, error=repr(error))
