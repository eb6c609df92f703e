"""One run of a job that works through a batch's list, so that two never work at once.

A run that is silent for a while has died, and another may begin; the old one, should it live after
all, finds that it has been replaced and stops.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from webapp.db import now
from webapp.models.batch import Batch, BatchState, Work
from webapp.services.batches import lifecycle

READING = "reading"
CHECKING = "checking"

SILENCE = timedelta(seconds=45)
"""A living run gives a sign of life far more often."""
MOST_ATTEMPTS = 5


@dataclass
class Run:
    """A run of `kind` on a batch; `batch` is the row as it was last seen, locked until the commit."""

    kind: str
    number: int
    batch: Batch

    def again(self) -> Batch | None:
        """The batch, locked anew after a commit; None when the run has been replaced or called off."""
        self.batch = lifecycle.get(self.batch.id, lock=True)
        mine = self.batch.run == self.number and getattr(self.batch, self.kind) == Work.RUNNING
        return self.batch if mine else None

    def alive(self) -> None:
        """A sign of life, and a reason for the pages to look again."""
        self.batch.worked_at = now()
        self.batch.revision += 1

    def fail(self, sentence: str) -> bool:
        """End it with a sentence for people; False when it has been replaced meanwhile."""
        batch = self.again()
        if batch is not None:
            _fail(batch, self.kind, sentence)
        return batch is not None


def begin(batch_id: int, kind: str) -> Run | None:
    """Begin a run, if one is due: it waits, or the last one fell silent."""
    batch = lifecycle.get(batch_id, lock=True)
    work = getattr(batch, kind)
    silent = batch.worked_at is None or batch.worked_at < now() - SILENCE
    if batch.state != BatchState.DRAFT or not (work == Work.WAITING or (work == Work.RUNNING and silent)):
        return None
    _set(batch, kind, Work.RUNNING)
    batch.run += 1
    batch.attempts = batch.attempts + 1 if work == Work.RUNNING else 1
    batch.worked_at = now()
    if batch.attempts > MOST_ATTEMPTS:
        _fail(
            batch,
            kind,
            "Outbound was interrupted several times while it worked on this list. Upload it again.",
        )
        return None
    return Run(kind, batch.run, batch)


def failed(batch_id: int, kind: str, error: Exception) -> None:
    """A fault of our own ended the run: say so where the person waits."""
    batch = lifecycle.get(batch_id, lock=True)
    if getattr(batch, kind) == Work.RUNNING:
        sentence = (
            f"Outbound failed on this list ({type(error).__name__}); the log says more. Nothing was sent."
        )
        _fail(batch, kind, sentence)


def _fail(batch: Batch, kind: str, sentence: str) -> None:
    _set(batch, kind, Work.FAILED)
    setattr(batch, f"{kind}_fault", sentence)


def _set(batch: Batch, kind: str, target: Work) -> None:
    if kind == READING:
        batch.set_reading(target)
    else:
        batch.set_checking(target)
