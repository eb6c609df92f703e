"""The unit of work of a job: what it did is committed whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.db import db


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit at the end; roll back, and let the error through to RQ, when anything fails."""
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()
