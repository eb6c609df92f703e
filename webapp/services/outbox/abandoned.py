"""Entries that were claimed by a worker that died before it could record what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Row, select

from webapp.db import db, inline_literal, now
from webapp.models.entry import Entry
from webapp.models.message import MessageState
from webapp.models.recipient import RecipientStatus
from webapp.services import row_locks
from webapp.services.batches import lifecycle
from webapp.services.outbox import entries
from webapp.services.recipients import moving
from webapp.services.threads import reopening

PATIENCE = timedelta(seconds=120)
"""Longer than a claimed message may wait for its turn and its answer, so that a living worker is never
overtaken."""
AT_ONCE = 1000
WHY = "Outbound was stopped while it sent this message; it may or may not have gone out."


def found() -> Sequence[Row[int, str, int | None, int | None]]:
    """(id, kind, recipient, batch) of some of them, locked."""
    query = select(Entry.id, Entry.kind, Entry.recipient_id, Entry.batch_id)
    query = query.where(Entry.state == inline_literal("sending"), Entry.claimed_at < now() - PATIENCE)
    some = query.order_by(Entry.id).limit(AT_ONCE)
    return db.session.execute(some.with_for_update(skip_locked=True, key_share=True)).all()


def give_up(only: int | None = None) -> int:
    """They become `unknown`: never sent again by themselves. Returns how many. `only`: this entry."""
    stale = [row for row in found() if only in (None, row.id)]
    if not stale:
        return 0
    row_locks.batches(row.batch_id for row in stale)
    values = {"reason": WHY, "code": "interrupted", "settled_at": now()}
    moved: list[int] = []
    for channel in sorted({row.kind for row in stale}):
        ids = [row.id for row in stale if row.kind == channel]
        sending = (Entry.id.in_(ids), Entry.state == MessageState.SENDING)
        moved += entries.move(channel, MessageState.UNKNOWN, *sending, **values)
    of_batches = [row.recipient_id for row in stale if row.recipient_id and row.id in moved]
    moving.move(of_batches, RecipientStatus.SENDING, RecipientStatus.UNKNOWN, reason=WHY)
    for batch_id in sorted({row.batch_id for row in stale if row.batch_id}):
        lifecycle.finish_if_done(batch_id)
    reopening.failed([row.id for row in stale if row.id in moved and not row.recipient_id])
    return len(moved)
