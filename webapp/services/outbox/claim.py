"""Claiming: messages and recipients that wait become `sending`, in one transaction, before any is sent.

The gate is asked here, in that transaction. Replies come first, then the batches, fairly among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import ceil

from sqlalchemy import bindparam, exists, or_, select, union

from webapp.db import UtcDateTime, db, inline, now
from webapp.models.batch import Batch, BatchState, BatchTally
from webapp.models.number import Number
from webapp.models.recipient import RecipientStatus
from webapp.models.thread import Message, MessageState, Origin
from webapp.services import gate, messages
from webapp.services.gate import Asking
from webapp.services.outbox import from_batch, overdue, waiting
from webapp.services.outbox.parcels import Line, Parcel, compose

WORTH_WAITING = 5
"""Seconds: a dispatcher waits out a shorter rest of a number; a longer one gets a job at its end."""
RUNNING = (
    select(Batch)
    .where(
        Batch.number_id == bindparam("number"),
        Batch.state == BatchState.RUNNING,
        or_(
            exists().where(
                BatchTally.batch_id == Batch.id,
                BatchTally.status == RecipientStatus.QUEUED,
                BatchTally.count > 0,
            ),
            Batch.wakes_at <= bindparam("at", type_=UtcDateTime()),
        ),
    )
    .order_by(Batch.id)
    .with_for_update(key_share=True)
)
REPLIES = (
    select(Message)
    .where(
        Message.number_id == bindparam("number"),
        Message.state == inline("queued"),
        or_(Message.not_before.is_(None), Message.not_before <= bindparam("at", type_=UtcDateTime())),
    )
    .order_by(Message.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def due_numbers() -> list[Line]:
    """The numbers that have something to send now."""
    moment = now()
    may_go = or_(Message.not_before.is_(None), Message.not_before <= moment)
    replies = select(Message.number_id).where(Message.state == inline("queued"), may_go).distinct()
    batches = (
        select(Batch.number_id)
        .join(BatchTally, (BatchTally.batch_id == Batch.id) & (BatchTally.status == RecipientStatus.QUEUED))
        .where(Batch.state == BatchState.RUNNING, or_(BatchTally.count > 0, Batch.wakes_at <= moment))
    )
    found = (
        select(Number.id, Number.e164, Number.pace, Number.slowed_until)
        .where(Number.id.in_(union(replies, batches)), Number.sms)
        .order_by(Number.id)
    )
    soon = moment + timedelta(seconds=WORTH_WAITING)
    lines = [Line(*row) for row in db.session.execute(found)]
    return [line for line in lines if line.slowed_until is None or line.slowed_until <= soon]


def claim(number: Line, limit: int, turn: int = 0) -> list[Parcel]:
    """Claim up to `limit` messages of one number; `turn` rotates which batch is served first."""
    queued = db.session.scalars(REPLIES, {"number": number.id, "most": limit, "at": now()}).all()
    batches = _batches(number) if len(queued) < limit else []
    parcels = _replies(number, queued)
    batches = batches[turn % len(batches) :] + batches[: turn % len(batches)] if batches else []
    for position, batch in enumerate(batches):
        share = ceil((limit - len(parcels)) / (len(batches) - position))
        if share > 0:
            parcels += from_batch.claim(number, batch, share)
    return parcels


def _batches(number: Line) -> list[Batch]:
    """Those that have something to do, locked in order (see services/row_locks): a reply waits for none."""
    return list(db.session.scalars(RUNNING, {"number": number.id, "at": now()}))


def _replies(number: Line, queued: Sequence[Message]) -> list[Parcel]:
    if not queued:
        return []
    refused = overdue.answers(queued) | _refused(queued)
    for message_id, verdict in refused.items():
        if verdict.until is not None:
            waiting.hold_back(message_id, verdict.until)
        else:
            messages.move(
                MessageState.SKIPPED, Message.id == message_id, reason=verdict.reason, settled_at=now()
            )
    chosen = [message for message in queued if message.id not in refused]
    claimed = messages.move(
        MessageState.SENDING, Message.id.in_([message.id for message in chosen]), claimed_at=now()
    )
    return [_parcel(number, message) for message in chosen if message.id in claimed]


def _refused(queued: Sequence[Message]) -> dict[int, gate.Verdict]:
    """The gate's word on those that must not go out, asked once for each origin."""
    refused: dict[int, gate.Verdict] = {}
    for origin in {message.origin or Origin.STAFF for message in queued}:
        own = [message for message in queued if (message.origin or Origin.STAFF) == origin]
        verdicts = gate.refusals([message.phone for message in own], Asking(Origin(origin)))
        refused |= {message.id: verdicts[message.phone] for message in own if message.phone in verdicts}
    return refused


def _parcel(number: Line, message: Message) -> Parcel:
    return Parcel(
        message_id=message.id,
        number_id=number.id,
        recipient_id=message.recipient_id,
        batch_id=message.batch_id,
        segments=message.segments,
        sms=compose(number.e164, message.phone, message.text, str(message.client_ref)),
    )
