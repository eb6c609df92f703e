"""A unit of work of the dispatcher, which has no job around each of them: committed whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable

from webapp.db import db
from webapp.services import containment


def fault_of(work: Callable[[], object]) -> Exception | None:
    """Do it and commit; answers what is wrong with it, rolled back. Raises what is no one's in particular."""

    def committed() -> None:
        work()
        db.session.commit()

    return containment.fault_of(committed)
