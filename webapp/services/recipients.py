"""Moving recipients from one status to the next, in bulk, with their batch's tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from webapp.db import db, inline, now
from webapp.models import states
from webapp.models.recipient import RECIPIENT_MOVES, Recipient, RecipientStatus
from webapp.services import tallies


def move(
    ids: Sequence[int], source: RecipientStatus, target: RecipientStatus, **values: Any
) -> list[tuple[int, int]]:
    """Move those of `ids` that stand in `source`; returns the (id, batch_id) that did move."""
    states.check(RECIPIENT_MOVES, source, target)
    if not ids:
        return []
    moved = db.session.execute(
        update(Recipient)
        .where(Recipient.id.in_(ids), Recipient.status == source)
        .values(status=target, changed_at=now(), **values)
        .returning(Recipient.id, Recipient.batch_id)
    ).all()
    for batch_id, count in sorted(Counter(row.batch_id for row in moved).items()):
        tallies.shift(batch_id, source, target, count)
    return [(row.id, row.batch_id) for row in moved]


def move_all(batch_id: int, source: RecipientStatus, target: RecipientStatus, **values: Any) -> int:
    """Move everyone of a batch who stands in `source`; returns how many."""
    states.check(RECIPIENT_MOVES, source, target)
    moved = db.session.connection().execute(
        update(Recipient)
        .where(Recipient.batch_id == batch_id, Recipient.status == source)
        .values(status=target, changed_at=now(), **values)
    )
    tallies.shift(batch_id, source, target, moved.rowcount)
    return moved.rowcount


def follow(recipient_id: int, target: RecipientStatus, reason: str = "") -> int | None:
    """Let a recipient follow its message. Returns its batch, or None when it may not move there.

    A message of an earlier attempt does not move a recipient that waits for its next one.
    """
    row = db.session.execute(
        select(Recipient.status, Recipient.batch_id).where(Recipient.id == recipient_id).with_for_update()
    ).one_or_none()
    if row is None or target not in RECIPIENT_MOVES[row.status]:
        return None
    if row.status == RecipientStatus.QUEUED:
        return None
    move([recipient_id], RecipientStatus(row.status), target, reason=reason)
    return int(row.batch_id)


def skip_queued(phone: str, why: str) -> int:
    """Skip everything that waits for a phone, in every batch. Returns how many recipients."""
    ids = db.session.scalars(
        select(Recipient.id).where(Recipient.phone == phone, Recipient.status == inline("queued"))
    ).all()
    return len(move(list(ids), RecipientStatus.QUEUED, RecipientStatus.SKIPPED, skip_reason=why))
