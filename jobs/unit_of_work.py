"""The unit of work of a job: what it did is committed whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from webapp.db import db
from webapp.services import containment

Result = TypeVar("Result")


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit at the end; roll back, and let the error through to RQ, when anything fails."""
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()


def attempt(work: Callable[[], Result]) -> tuple[Result | None, Exception | None]:
    """A unit of work that must not keep others waiting: what it returns; or what is wrong with it, undone.

    Raises what is no one's in particular: a database that is away.
    """

    def committed() -> Result:
        with unit_of_work():
            return work()

    return containment.attempt(committed)


def fault_of(work: Callable[[], object]) -> Exception | None:
    """The same of what returns nothing."""
    return attempt(work)[1]
