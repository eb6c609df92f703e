"""Runs of the jobs that work through a batch's list: reading it, and checking it."""

from __future__ import annotations

from webapp.models.batch import Batch, BatchState
from webapp.services import runs
from webapp.services.batches import lifecycle
from webapp.services.runs import MOST_ATTEMPTS, SILENCE, Kind

__all__ = ("CHECKING", "MOST_ATTEMPTS", "READING", "SILENCE", "Run", "begin")


def _locked(batch_id: int) -> Batch:
    return lifecycle.get(batch_id, lock=True)


def _is_draft(batch: Batch) -> bool:
    return batch.state == BatchState.DRAFT


NOTHING_SENT = "Nothing was sent."
INTERRUPTED = "Outbound was interrupted several times while it worked on this list. Upload it again."
READING = Kind("reading", _locked, Batch.set_reading, _is_draft, NOTHING_SENT, INTERRUPTED)
CHECKING = Kind("checking", _locked, Batch.set_checking, _is_draft, NOTHING_SENT, INTERRUPTED)


class Run(runs.Run[Batch]):
    """A run on a batch."""

    @property
    def batch(self) -> Batch:
        """The row as it was last seen."""
        return self.row


def begin(batch_id: int, kind: Kind[Batch]) -> Run | None:
    """Begin a run on a batch, if one is due."""
    begun = runs.begin(batch_id, kind)
    return Run(begun.kind, begun.number, begun.row) if begun else None
