"""The unit of work of a job: what it did is committed whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from webapp.db import db
from webapp.services import containment


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit at the end; roll back, and let the error through to RQ, when anything fails."""
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()


def fault_of(work: Callable[[], object]) -> Exception | None:
    """A unit of work that must not keep others waiting: answers what is wrong with it, rolled back.

    Raises what is no one's in particular: a database that is away.
    """

    def done() -> None:
        with unit_of_work():
            work()

    return containment.fault_of(done)
