"""Messages that were claimed by a worker that died before it could record what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Row, select

from webapp.db import db, inline_literal, now
from webapp.models.message import Message, MessageState
from webapp.models.recipient import RecipientStatus
from webapp.services import row_locks
from webapp.services.batches import lifecycle
from webapp.services.recipients import moving
from webapp.services.threads import messages

PATIENCE = timedelta(seconds=120)
"""Longer than a claimed message may wait for its turn and its answer, so that a living worker is never
overtaken."""
AT_ONCE = 1000
WHY = "Outbound was stopped while it sent this message; it may or may not have gone out."


def found() -> Sequence[Row[int, int | None, int | None]]:
    """(id, recipient, batch) of some of them, locked."""
    query = select(Message.id, Message.recipient_id, Message.batch_id)
    query = query.where(Message.state == inline_literal("sending"), Message.claimed_at < now() - PATIENCE)
    some = query.order_by(Message.id).limit(AT_ONCE)
    return db.session.execute(some.with_for_update(skip_locked=True, key_share=True)).all()


def give_up(only: int | None = None) -> int:
    """They become `unknown`: never sent again by themselves. Returns how many. `only`: this message."""
    stale = [row for row in found() if only in (None, row.id)]
    if not stale:
        return 0
    ids = [row.id for row in stale]
    row_locks.batches(row.batch_id for row in stale)
    sending = Message.state == MessageState.SENDING
    moved = messages.move(
        MessageState.UNKNOWN, Message.id.in_(ids), sending, reason=WHY, code="interrupted", settled_at=now()
    )
    of_batches = [row.recipient_id for row in stale if row.recipient_id and row.id in moved]
    moving.move(of_batches, RecipientStatus.SENDING, RecipientStatus.UNKNOWN, reason=WHY)
    for batch_id in sorted({row.batch_id for row in stale if row.batch_id}):
        lifecycle.finish_if_done(batch_id)
    return len(moved)
