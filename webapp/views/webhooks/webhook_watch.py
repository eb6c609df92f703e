"""Webhooks that were not believed are counted in memory, and written down once a minute at most.

A million of them write one row. Each process counts for itself, and adds to the same rows.
"""

from __future__ import annotations

import atexit
import time
from datetime import datetime
from threading import Lock, Timer

import structlog
from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from webapp.carriers.base import Cause
from webapp.db import db, now
from webapp.services.webhooks import webhook_trouble
from webapp.services.webhooks.webhook_trouble import Tally

log = structlog.get_logger(__name__)

MINUTE = 60.0
LOOK_AGAIN = 600.0
"""Seconds after which a process that knows of no trouble asks whether another one does."""


class Watch:
    """Counts by cause and hour; and for replies and reports, when the first came that could be verified.

    Nothing runs while there is nothing to write.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[tuple[Cause, datetime], Tally] = {}
        self._verified: dict[bool, datetime] = {}
        self._due = False
        self._ask_at = 0.0

    def refused(self, cause: Cause) -> None:
        """One came that is not believed."""
        at = now()
        key, one = (cause, at.replace(minute=0, second=0, microsecond=0)), Tally(1, at, at)
        with self._lock:
            self._counts[key] = self._counts[key] + one if key in self._counts else one
            if cause != Cause.UNREAD:
                self._verified.clear()
        self._plan()

    def verified(self, *, reply: bool) -> None:
        """One came that could be verified. Called for each of them: costs next to nothing."""
        self._verified.setdefault(reply, now())
        if time.monotonic() >= self._ask_at:
            self._plan()

    def flush(self, app: Flask) -> None:
        """Write down what was counted, and what is over. What cannot be written is kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, {}
            verified, self._verified = self._verified, {}
            self._due = False
        try:
            with app.app_context():
                still = _write(counts, verified)
        except DBAPIError as error:
            log.error("webhooks that were not believed are counted on", error=str(error.orig))
            with self._lock:
                for key, tally in counts.items():
                    self._counts[key] = self._counts[key] + tally if key in self._counts else tally
            still = True
        self._ask_at = time.monotonic() + (MINUTE if still else LOOK_AGAIN)

    def _plan(self) -> None:
        """In a minute; tests flush by themselves."""
        with self._lock:
            if self._due or current_app.testing:
                return
            self._due = True
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        atexit.unregister(self.flush)
        atexit.register(self.flush, app)
        timer = Timer(MINUTE, self.flush, [app])
        timer.daemon = True
        timer.start()


def _write(counts: dict[tuple[Cause, datetime], Tally], verified: dict[bool, datetime]) -> bool:
    """Whether there is trouble still."""
    if not counts and not webhook_trouble.any_open():
        return False
    webhook_trouble.record(counts)
    for reply, at in verified.items():
        webhook_trouble.verified(at, reply=reply)
    db.session.commit()
    return webhook_trouble.any_open()
