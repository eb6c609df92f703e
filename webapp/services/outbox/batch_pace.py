"""A batch that starts its calls more slowly than its number: when the next may start stands in its row.

Who claims holds the row, so no two dispatchers count past each other. Nothing is saved up while none starts.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.db import now
from webapp.models.batch import Batch

SAVED = timedelta(seconds=0.25)
"""A dispatcher looks every tenth of a second: what fell between two looks is made up for, and no more."""


def room(batch: Batch, pace: float | None, most: int) -> int:
    """How many of so many may start now, at `pace` starts a second; None: all."""
    if pace is None:
        return most
    moment, since = now(), _since(batch)
    if since > moment:
        return 0
    return min(most, int((moment - since).total_seconds() * pace) + 1)


def started(batch: Batch, pace: float | None, count: int) -> None:
    """So many start now. The batch is held."""
    if pace is not None and count:
        batch.next_start_at = _since(batch) + timedelta(seconds=count / pace)


def _since(batch: Batch) -> datetime:
    earliest = now() - SAVED
    return max(batch.next_start_at or earliest, earliest)
