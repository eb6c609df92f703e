"""How far a background job has come."""

from __future__ import annotations

from enum import StrEnum

from webapp.models import states


class Work(StrEnum):
    """How far a background job (reading a list, checking it) has come."""

    NONE = "none"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


WORK_MOVES: states.Table = {
    Work.NONE: frozenset({Work.WAITING}),
    Work.WAITING: frozenset({Work.WAITING, Work.RUNNING, Work.NONE}),
    Work.RUNNING: frozenset({Work.RUNNING, Work.WAITING, Work.DONE, Work.FAILED, Work.NONE}),
    Work.DONE: frozenset({Work.WAITING, Work.NONE}),
    Work.FAILED: frozenset({Work.WAITING, Work.NONE}),
}
