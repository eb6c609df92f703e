"""What is older than the team keeps it goes, and files that nothing names any more."""

from __future__ import annotations

import time

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.db import db
from webapp.services.media import store
from webapp.services.privacy import retention

REST = 0.02
"""Seconds between two steps. SQLite does not queue writers: the next step might always be the first."""


def tidy() -> None:
    """Commit after each step."""
    queue.taken(queue.RETENTION)
    try:
        for _ in retention.tidy():
            db.session.commit()
            time.sleep(REST)
    finally:
        db.session.rollback()
    with unit_of_work():
        store.remove_orphans()
