"""Delete what is older than the team keeps it, and files that no row names."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from webapp import queue
from webapp.db import db, leave_no_trace
from webapp.services import containment
from webapp.services.media import store
from webapp.services.privacy import retention

REST = 0.02
"""Seconds between two steps. SQLite does not queue writers: the next step might always be the first."""


def tidy() -> None:
    """Commit after each step. An error ends its own step only and is logged; the others go on."""
    queue.taken(queue.RETENTION)
    try:
        parts = retention.parts()
        db.session.commit()
        errors = [containment.fault_of(partial(_through, part)) for part in parts]
        errors.append(containment.fault_of(store.remove_orphans))
        db.session.commit()
        errors.append(containment.fault_of(leave_no_trace))
    finally:
        db.session.rollback()
    for error in filter(None, errors):
        raise error


def _through(part: Iterator[int]) -> None:
    for _ in part:
        db.session.commit()
        time.sleep(REST)
