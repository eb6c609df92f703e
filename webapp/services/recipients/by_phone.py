"""The recipients of all batches who have a phone: who waits is skipped, who was skipped waits again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from webapp.bulk import in_values
from webapp.db import db
from webapp.models.batch import OVER, Batch
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.recipients import moving, reach

AT_ONCE = 5000
ON_HOLD = "on hold"
"""Why someone was skipped while a person had to decide."""


def unskip(phone: str, why: str) -> int:
    """Who was skipped for a reason that has gone waits again, in every batch that is not over.

    Except where that makes more people than one person may reach alone, or another has approved.
    """
    found = in_open_batches([phone], RecipientStatus.SKIPPED, why=why)
    ids = [recipient_id for recipient_id, batch_id in found if reach.has_room(batch_id)]
    return len(moving.move(ids, RecipientStatus.SKIPPED, RecipientStatus.QUEUED, skip_reason=""))


def skip_queued(phones: Collection[str], why: str) -> int:
    """Skip everything that waits for some phones, in every batch. Returns how many recipients.

    Each batch that is not over is looked into. An index by phone alone would answer a little faster, and
    slow down every import: filled in no order, it is most of what a list of a million rows costs to store.
    """
    moved = 0
    for source in (RecipientStatus.QUEUED, RecipientStatus.WAITING):
        ids = [recipient_id for recipient_id, _ in in_open_batches(phones, source)]
        some = (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))
        moved += sum(len(moving.move(one, source, RecipientStatus.SKIPPED, skip_reason=why)) for one in some)
    return moved


def batches_to_tell(phones: Collection[str]) -> set[int]:
    """The batches to which it matters that these phones may not, or may again, be reached."""
    found = in_open_batches(phones, RecipientStatus.QUEUED, RecipientStatus.WAITING)
    found += in_open_batches(phones, RecipientStatus.SKIPPED, why=ON_HOLD)
    return {batch_id for _, batch_id in found}


def in_open_batches(
    phones: Collection[str], *statuses: RecipientStatus, why: str | None = None
) -> list[tuple[int, int]]:
    """(recipient, batch) of those who stand in one of `statuses`; `why`: skipped for that reason.

    Looked up by phone first: left to itself, a planner reads all of that status.
    """
    open_batches = select(Batch.id).where(Batch.state.not_in(OVER))
    known = select(Recipient.id, Recipient.batch_id, Recipient.status, Recipient.skip_reason)
    known = known.where(Recipient.batch_id.in_(open_batches), Recipient.phone.in_(in_values(phones)))
    theirs = known.cte("theirs").prefix_with("MATERIALIZED")
    found = select(theirs.c.id, theirs.c.batch_id).where(theirs.c.status.in_(statuses))
    found = found if why is None else found.where(theirs.c.skip_reason == why)
    return [(row.id, row.batch_id) for row in db.session.execute(found)]
