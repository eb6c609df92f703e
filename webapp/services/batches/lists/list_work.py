"""The work that jobs do on a batch's list: reading it, and checking it. See services/background_work."""

from __future__ import annotations

from webapp.models.batch import Batch, BatchState
from webapp.services.background_work import Kind
from webapp.services.batches import lifecycle

NOTHING_SENT = "Nothing was sent."
INTERRUPTED = "Outbound was interrupted several times while it worked on this list. Upload it again."


def _locked(batch_id: int) -> Batch:
    return lifecycle.get(batch_id, lock=True)


def _is_draft(batch: Batch) -> bool:
    return batch.state == BatchState.DRAFT


READING = Kind("reading", _locked, Batch.set_reading, _is_draft, NOTHING_SENT, INTERRUPTED)
CHECKING = Kind("checking", _locked, Batch.set_checking, _is_draft, NOTHING_SENT, INTERRUPTED)
