"""What the database says is due and nobody works on. Needs neither Redis' memory nor anybody else's."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp import queue
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState, BatchTally, Work
from webapp.models.recipient import RecipientStatus
from webapp.services.batches import lifecycle, runs
from webapp.services.inbox import receive
from webapp.services.outbox import abandoned, claim


def give_up_abandoned() -> None:
    """Messages of workers that died become `unknown`."""
    abandoned.give_up()


def wake_what_is_due() -> None:
    """Enqueue (after the commit) a job for everything that waits; read texts whose number has come."""
    receive.adopt()
    for batch_id in _due_starts():
        queue.later(queue.START_BATCH, batch_id)
    for batch_id in _silent(Batch.reading):
        queue.later(queue.IMPORT, batch_id)
    for batch_id in _silent(Batch.checking):
        queue.later(queue.CHECK, batch_id)
    for batch_id in _unsettled():
        queue.later(queue.SETTLE, batch_id)
    for batch_id in db.session.scalars(select(Batch.id).where(Batch.state == BatchState.RUNNING)).all():
        lifecycle.finish_if_done(batch_id)
    if claim.due_numbers():
        queue.later(queue.DISPATCH)


def _due_starts() -> list[int]:
    due = (Batch.state == BatchState.SCHEDULED, Batch.scheduled_at <= now())
    return list(db.session.scalars(select(Batch.id).where(*due)))


def _silent(work: InstrumentedAttribute[Work]) -> list[int]:
    """Batches whose list waits to be read or checked, or whose job stopped giving signs of life."""
    quiet = or_(Batch.worked_at.is_(None), Batch.worked_at < now() - runs.SILENCE)
    died = (work == Work.RUNNING) & quiet
    return list(db.session.scalars(select(Batch.id).where(or_(work == Work.WAITING, died))))


def _unsettled() -> list[int]:
    """Canceled batches with rows that still wait, and started ones with rows that are only faulty."""
    waiting = (Batch.state == BatchState.CANCELED) & (BatchTally.status == RecipientStatus.QUEUED)
    started = Batch.state.not_in((BatchState.DRAFT, BatchState.SCHEDULED))
    faulty = started & (BatchTally.status == RecipientStatus.FAULTY)
    query = select(Batch.id).join(BatchTally, BatchTally.batch_id == Batch.id)
    return list(db.session.scalars(query.where(BatchTally.count > 0, or_(waiting, faulty)).distinct()))
