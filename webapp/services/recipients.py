"""Moving recipients from one status to the next, in bulk, with their batch's tally."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
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
    moved = _update(ids, source, target, **values)
    tallies.shift_all(Counter((batch_id, source, target) for _, batch_id in moved))
    return moved


def _update(
    ids: Sequence[int], source: RecipientStatus, target: RecipientStatus, **values: Any
) -> list[tuple[int, int]]:
    states.check(RECIPIENT_MOVES, source, target)
    if not ids:
        return []
    moved = db.session.execute(
        update(Recipient)
        .where(Recipient.id.in_(ids), Recipient.status == source)
        .values(status=target, changed_at=now(), **values)
        .returning(Recipient.id, Recipient.batch_id),
        execution_options={"synchronize_session": False},
    ).all()
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


def follow(wanted: Mapping[int, tuple[RecipientStatus, str]]) -> None:
    """Let recipients follow their messages: for each id the status and the reason; as far as they may.

    A message of an earlier attempt does not move a recipient that waits for its next one.
    """
    if not wanted:
        return
    query = select(Recipient.id, Recipient.status).where(Recipient.id.in_(wanted)).order_by(Recipient.id)
    together: dict[tuple[RecipientStatus, RecipientStatus, str], list[int]] = defaultdict(list)
    for row in db.session.execute(query.with_for_update()):
        target, reason = wanted[row.id]
        if row.status != RecipientStatus.QUEUED and target in RECIPIENT_MOVES[row.status]:
            together[RecipientStatus(row.status), target, reason].append(row.id)
    shifts: Counter[tuple[int, str, str]] = Counter()
    for (source, target, reason), ids in together.items():
        moved = _update(ids, source, target, reason=reason)
        shifts.update((batch_id, source, target) for _, batch_id in moved)
    tallies.shift_all(shifts)


def skip_queued(phone: str, why: str) -> int:
    """Skip everything that waits for a phone, in every batch. Returns how many recipients."""
    ids = db.session.scalars(
        select(Recipient.id).where(Recipient.phone == phone, Recipient.status == inline("queued"))
    ).all()
    return len(move(list(ids), RecipientStatus.QUEUED, RecipientStatus.SKIPPED, skip_reason=why))
