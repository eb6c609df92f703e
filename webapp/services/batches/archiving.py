"""Batches that are set aside: they leave the list, and everything about them stays."""

from __future__ import annotations

from webapp.db import now
from webapp.errors import Conflict
from webapp.models.batch import ARCHIVABLE, Batch
from webapp.services import events


def archive(batch: Batch, user_id: int) -> None:
    """Raises Conflict while something of it may still go out."""
    if batch.state not in ARCHIVABLE:
        raise Conflict(f"This batch is {batch.state}. What is over, or a draft, can be archived.")
    if batch.archived_at is None:
        batch.archived_at = now()
        batch.revision += 1
        events.note("batch.archived", user_id=user_id, batch_id=batch.id)


def unarchive(batch: Batch, user_id: int) -> None:
    """It is in the list again."""
    if batch.archived_at is not None:
        batch.archived_at = None
        batch.revision += 1
        events.note("batch.unarchived", user_id=user_id, batch_id=batch.id)
