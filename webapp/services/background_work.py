"""Jobs that work through a list: each claims the row that it works on, so that two never work at once.

A job that is silent for a while has died, and another may claim its row; the old one, should it live after
all, finds that it has been replaced and stops.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.db import db, now
from webapp.errors import is_full
from webapp.models.work import Work

SILENCE = timedelta(seconds=45)
"""A living job gives a sign of life far more often."""
MOST_ATTEMPTS = 5
FAILED = "Outbound failed on this list ({}); the log says more."
FULL = "The disk for temporary files is full: once there is room, try again."


class Worked(Protocol):
    """A row that knows of the job that works on it.

    `worked_at` is the job's last sign of life, `run` counts its claims, `attempts` those that were
    interrupted one after the other; `revision` grows whenever pages would look different.
    """

    id: Any
    worked_at: Any
    run: Any
    attempts: Any
    revision: Any


Row = TypeVar("Row", bound=Worked)


@dataclass(frozen=True)
class Kind(Generic[Row]):
    """A kind of work. `field` is where its Work stands, beside a `…_fault`; `get` locks the row.

    `wanted`: whether the row is in a state in which it may be worked on. `failed`: what is said after a
    fault of our own, to follow what failed.
    """

    field: str
    get: Callable[[int], Row]
    move: Callable[[Row, Work], None]
    wanted: Callable[[Row], bool]
    failed: str
    interrupted: str


@dataclass
class Claim(Generic[Row]):
    """A job's claim on a row: the `number`th. `row` is as it was last read, locked until the commit."""

    kind: Kind[Row]
    number: int
    row: Row

    def again(self) -> Row | None:
        """The row, locked again after a commit; None when the job has been replaced or called off."""
        self.row = self.kind.get(self.row.id)
        mine = self.row.run == self.number and getattr(self.row, self.kind.field) == Work.RUNNING
        return self.row if mine else None

    def heartbeat(self) -> None:
        """A sign of life, and a reason for the pages to look again."""
        self.row.worked_at = now()
        self.row.revision += 1

    def fail(self, sentence: str) -> bool:
        """End it with a sentence for people; False when another job has replaced it."""
        row = self.again()
        if row is not None:
            _fail(row, self.kind, sentence)
        return row is not None


def begin(row_id: int, kind: Kind[Row]) -> Claim[Row] | None:
    """Claim a row, if work on it is due: it waits, or the last job fell silent."""
    row = kind.get(row_id)
    work = getattr(row, kind.field)
    is_due = work == Work.WAITING or (work == Work.RUNNING and _is_silent(row.worked_at))
    if not kind.wanted(row) or not is_due:
        return None
    kind.move(row, Work.RUNNING)
    row.run += 1
    row.attempts = row.attempts + 1 if work == Work.RUNNING else 1
    row.worked_at = now()
    if row.attempts > MOST_ATTEMPTS:
        _fail(row, kind, kind.interrupted)
        return None
    return Claim(kind, row.run, row)


def failed(row_id: int, kind: Kind[Row], error: Exception) -> None:
    """A fault of our own, or a full disk, ended the work: say so where the person waits."""
    row = kind.get(row_id)
    if getattr(row, kind.field) == Work.RUNNING:
        why = FULL if is_full(error) else FAILED.format(type(error).__name__)
        _fail(row, kind, f"{why} {kind.failed}")


def due(work: InstrumentedAttribute[Work]) -> list[int]:
    """The ids of the rows whose work waits, or whose job stopped giving signs of life."""
    model: Any = work.class_
    quiet: ColumnElement[bool] = or_(model.worked_at.is_(None), model.worked_at < now() - SILENCE)
    died = (work == Work.RUNNING) & quiet
    return list(db.session.scalars(select(model.id).where(or_(work == Work.WAITING, died))))


def _is_silent(worked_at: datetime | None) -> bool:
    return worked_at is None or worked_at < now() - SILENCE


def _fail(row: Row, kind: Kind[Row], sentence: str) -> None:
    kind.move(row, Work.FAILED)
    setattr(row, f"{kind.field}_fault", sentence)
