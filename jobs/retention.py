"""What is older than the team keeps it goes, and files that nothing names any more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from webapp import queue
from webapp.db import db
from webapp.services import containment
from webapp.services.media import store
from webapp.services.privacy import retention

REST = 0.02
"""Seconds between two steps. SQLite does not queue writers: the next step might always be the first."""


def tidy() -> None:
    """Commit after each step. What raises ends with its kind of things; the others go on, and it is said."""
    queue.taken(queue.RETENTION)
    try:
        parts = retention.parts()
        db.session.commit()
        errors = [containment.fault_of(partial(_through, part)) for part in parts]
        errors.append(containment.fault_of(store.remove_orphans))
        db.session.commit()
    finally:
        db.session.rollback()
    for error in filter(None, errors):
        raise error


def _through(part: Iterator[int]) -> None:
    for _ in part:
        db.session.commit()
        time.sleep(REST)
