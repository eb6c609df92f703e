"""Other words for a batch, whatever its channel; all else of its content stays."""

from __future__ import annotations

from dataclasses import replace

from webapp.models.batch import Batch
from webapp.models.content import CallContent
from webapp.services.batches import drafts
from webapp.services.batches.calls import call_content


def rewrite(batch: Batch, text: str, user_id: int | None = None) -> None:
    """Set its message, or what its calls say first, and check again. Raises Fault."""
    if isinstance(batch.content, CallContent):
        call_content.write(batch, replace(batch.content, message=text), user_id)
    else:
        drafts.write(batch, text, batch.content.max_segments, user_id)
