"""Claiming: messages and recipients that wait become `sending`, in one transaction, before any is sent.

The gate is asked here, in that transaction. Replies come first, then the batches, fairly among them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, or_, select, union

from webapp.db import UtcDateTime, db, inline_literal, now
from webapp.models.batch import Batch, BatchState
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.recipient import RecipientStatus
from webapp.models.tally import BatchTally
from webapp.services import containment
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.outbox import from_batch, overdue, waiting
from webapp.services.outbox.parcels import ClaimedEntry, Sender, compose
from webapp.services.threads import messages

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
        Message.state == inline_literal("queued"),
        or_(Message.not_before.is_(None), Message.not_before <= bindparam("at", type_=UtcDateTime())),
    )
    .order_by(Message.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, key_share=True)
)


def due_numbers() -> list[Sender]:
    """The numbers that have something to send now."""
    moment = now()
    waits = (Message.state == inline_literal("queued"), may_go(moment))
    replies = select(Message.number_id).where(*waits).distinct()
    batches = (
        select(Batch.number_id)
        .join(BatchTally, (BatchTally.batch_id == Batch.id) & (BatchTally.status == RecipientStatus.QUEUED))
        .where(Batch.state == BatchState.RUNNING, or_(BatchTally.count > 0, Batch.wakes_at <= moment))
    )
    soon = moment + timedelta(seconds=WORTH_WAITING)
    lines = _lines(Number.id.in_(union(replies, batches)), Number.sms.is_(True))
    return [line for line in lines if line.slowed_until is None or line.slowed_until <= soon]


def _lines(*where: ColumnElement[bool]) -> list[Sender]:
    """Of the numbers that fit. One whose row cannot be read hides no other."""
    query = select(Number.id, Number.e164, Number.carrier, Number.pace, Number.slowed_until).where(*where)
    try:
        return [_line(*row) for row in db.session.execute(query.order_by(Number.id))]
    except Exception as error:
        if not containment.is_of_the_work(error):
            raise
        ids = db.session.scalars(select(Number.id).where(*where).order_by(Number.id)).all()
        return [_alone(number_id) for number_id in ids]


def _line(
    number_id: int, e164: str, carrier: str, pace: float | None, slowed_until: datetime | None
) -> Sender:
    """Raises ValueError or TypeError for what is no pace: SQLite keeps anything in a column."""
    if pace is not None and not math.isfinite(float(pace)):
        raise ValueError(f"{pace} is no pace")
    return Sender(number_id, e164, carrier, None if pace is None else float(pace), slowed_until)


def _alone(number_id: int) -> Sender:
    it = Number.id == number_id
    query = select(Number.e164, Number.carrier, Number.pace, Number.slowed_until).where(it)
    slowed = select(Number.slowed_until).where(it)
    found: list[Sender] = []
    until: list[datetime | None] = [None]
    fault = containment.fault_of(lambda: found.append(_line(number_id, *db.session.execute(query).one())))
    if fault is not None:
        containment.fault_of(lambda: until.append(db.session.scalar(slowed)))
    return found[0] if found else Sender(number_id, f"number {number_id}", "", None, until[-1], fault)


def claim(number: Sender, limit: int, turn: int = 0, *, careful: bool = False) -> list[ClaimedEntry]:
    """Claim up to `limit` messages of one number; `turn` rotates which batch is served first.

    `careful`: nobody is looked at whose turn has not come. A claim that makes answers wait takes nothing of a
    batch, which comes before conversations where rows are locked (services/row_locks): the next claim does.
    """
    queued = db.session.scalars(REPLIES, {**asked(number), "most": limit}).all()
    parcels, late = _chosen(number, queued) if queued else ([], False)
    if not late and len(queued) < limit:
        parcels += _from_batches(number, limit - len(parcels), turn, careful)
    return parcels


def replies(number: Sender, ids: Sequence[int]) -> list[ClaimedEntry]:
    """Claim these messages of a number, as far as they wait."""
    query = REPLIES.where(Message.id.in_(ids))
    return _chosen(number, db.session.scalars(query, {**asked(number), "most": len(ids)}).all())[0]


def asked(number: Sender) -> dict[str, Any]:
    """The parameters of what is due for a number."""
    return {"number": number.id, "at": now()}


def may_go(moment: datetime) -> ColumnElement[bool]:
    """Of messages that are queued: they need not wait any longer."""
    return or_(Message.not_before.is_(None), Message.not_before <= moment)


def _chosen(number: Sender, queued: Sequence[Message]) -> tuple[list[ClaimedEntry], bool]:
    """Claimed; and whether any is made to wait."""
    refused = _refused(queued)
    parcels = _replies(number, queued, refused)
    late = {message_id: verdict.until for message_id, verdict in refused.items() if verdict.until}
    if late:
        waiting.hold_back(late)
    return parcels, bool(late)


def _refused(queued: Sequence[Message]) -> dict[int, gate.Verdict]:
    """Those that must not go out now: they are late, or the gate says so, asked once for each origin."""
    refused = overdue.answers(queued)
    for origin in {message.origin or Origin.STAFF for message in queued}:
        own = [message for message in queued if (message.origin or Origin.STAFF) == origin]
        verdicts = gate.refusals([message.phone for message in own], Asking(Origin(origin)))
        refused |= {message.id: verdicts[message.phone] for message in own if message.phone in verdicts}
    return refused


def _replies(
    number: Sender, queued: Sequence[Message], refused: Mapping[int, gate.Verdict]
) -> list[ClaimedEntry]:
    for message_id, verdict in refused.items():
        if verdict.until is None:
            messages.move(
                MessageState.SKIPPED, Message.id == message_id, reason=verdict.reason, settled_at=now()
            )
    chosen = [message for message in queued if message.id not in refused]
    claimed = messages.move(
        MessageState.SENDING,
        Message.id.in_([message.id for message in chosen]),
        carrier=number.carrier,
        claimed_at=now(),
    )
    return [_parcel(number, message) for message in chosen if message.id in claimed]


def _from_batches(number: Sender, limit: int, turn: int, careful: bool) -> list[ClaimedEntry]:
    """All that have something to do are locked, in order."""
    batches = db.session.scalars(RUNNING, asked(number)).all()
    first = turn % len(batches) if batches else 0
    return from_batch.claim(number, [*batches[first:], *batches[:first]], limit, ahead=not careful)


def _parcel(number: Sender, message: Message) -> ClaimedEntry:
    return ClaimedEntry(
        message_id=message.id,
        number_id=number.id,
        recipient_id=message.recipient_id,
        batch_id=message.batch_id,
        carrier=number.carrier,
        segments=message.segments,
        sms=compose(number.e164, message.phone, message.text, str(message.client_ref)),
    )
