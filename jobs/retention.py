"""What is older than the team keeps it goes."""

from __future__ import annotations

import time

from webapp import queue
from webapp.db import db
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
