"""The two records that are compared: what the carrier took, reported and was told, and our database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from tests.simulator.server import Control
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.channel import Channel
from webapp.models.entry import Direction
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.tally import BatchTally
from webapp.models.thread import Thread
from webapp.services.recipients.tallies import OPTED_OUT, REPLIED


@dataclass(frozen=True)
class CarriersRecord:
    """`accepted` messages; `statuses` and `inbounds`: webhooks with our answers. JSON of the control API."""

    accepted: list[dict[str, Any]]
    statuses: list[dict[str, Any]]
    inbounds: list[dict[str, Any]]


@dataclass(frozen=True)
class OurRecord:
    """Rows of the database; `sent` by client_ref, `received` by the carrier's id."""

    recipients: Sequence[Any]
    sent: dict[str, Any]
    received: dict[str, list[Any]]
    batches: Sequence[Any]
    tallies: dict[tuple[int, str], int]
    replied: Counter[tuple[int, str]] = field(default_factory=Counter)
    opted_out: set[str] = field(default_factory=set)
    """Phones that have opted out at some time."""


def carriers(control: Control) -> CarriersRecord:
    return CarriersRecord(control.messages(), control.webhooks("status"), control.webhooks("inbound"))


def ours() -> OurRecord:
    """Read inside an application's context."""
    columns = [Recipient.id, Recipient.batch_id, Recipient.phone, Recipient.status, Recipient.reason,
               Recipient.skip_reason, Recipient.replied_at, Recipient.opted_out_at]  # fmt: skip
    texts = select(Batch.id).where(Batch.channel == Channel.SMS)
    recipients = db.session.execute(select(*columns).where(Recipient.batch_id.in_(texts))).all()
    message = [Message.id, Message.phone, Message.state, Message.reason, Message.origin, Message.client_ref,
               Message.carrier_id, Message.recipient_id, Message.claimed_at, Message.text,
               Message.reacts_to]  # fmt: skip
    out = db.session.execute(select(*message).where(Message.direction == Direction.OUT)).all()
    inbound = db.session.execute(
        select(*message, Thread.number_id).join(Thread).where(Message.direction == Direction.IN)
    ).all()
    received: dict[str, list[Any]] = {}
    for row in inbound:
        received.setdefault(str(row.carrier_id), []).append(row)
    batches = db.session.execute(select(Batch.id, Batch.state, Batch.pause_reason)).all()
    counts = select(BatchTally.batch_id, BatchTally.status, BatchTally.count)
    tallies = db.session.execute(counts.where(BatchTally.batch_id.in_(texts))).all()
    opted_out = set(db.session.scalars(select(OptOut.phone)))
    db.session.rollback()
    return OurRecord(
        recipients,
        {str(row.client_ref): row for row in out},
        received,
        batches,
        {(row[0], row[1]): row[2] for row in tallies},
        Counter(
            (row.batch_id, OPTED_OUT if row.opted_out_at else REPLIED)
            for row in recipients
            if row.replied_at or row.opted_out_at
        ),
        opted_out,
    )


def counted(record: OurRecord) -> dict[tuple[int, str], int]:
    """What the tallies should say."""
    by_status = Counter((row.batch_id, str(row.status)) for row in record.recipients)
    by_status.update(record.replied)
    return dict(by_status)


def queued() -> int:
    """Recipients whose turn has not come, in batches that are being sent; messages that wait to go out.

    Without calls, which wait for their lines.
    """
    recipients = select(func.count()).select_from(Recipient).join(Batch, Batch.id == Recipient.batch_id)
    running = (Recipient.status == RecipientStatus.QUEUED, Batch.state == BatchState.RUNNING,
               Batch.channel == Channel.SMS)  # fmt: skip
    messages = select(func.count()).select_from(Message).where(Message.state == MessageState.QUEUED)
    found = (db.session.scalar(recipients.where(*running)) or 0) + (db.session.scalar(messages) or 0)
    db.session.rollback()
    return int(found)


def standing() -> dict[str, dict[str, int]]:
    """How many batches, recipients and messages stand in each state."""
    found = {}
    for column in (Batch.state, Recipient.status, Message.state):
        rows = db.session.execute(select(column, func.count()).group_by(column)).all()
        found[column.class_.__tablename__] = {str(state): count for state, count in rows}
    db.session.rollback()
    return found
