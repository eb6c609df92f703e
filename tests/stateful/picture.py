"""All that the database says at one moment, small enough to be read whole after each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.contact import Contact
from webapp.models.entry import Direction
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.tally import BatchTally
from webapp.models.thread import Thread
from webapp.models.webhook_event import WebhookEvent, WebhookState

Rows = dict[int, Row[Any]]


@dataclass(frozen=True)
class Picture:
    """Rows by id, oldest first."""

    batches: Rows
    recipients: Rows
    messages: Rows
    threads: Rows
    tallies: dict[tuple[int, str], int]
    opted_out: frozenset[str]
    waiting: frozenset[str]

    def batches_in(self, *states: BatchState) -> list[int]:
        return [row.id for row in self.batches.values() if row.state in states]

    def recipients_in(self, *statuses: RecipientStatus) -> list[int]:
        return [row.id for row in self.recipients.values() if row.status in statuses]

    def attempts(self, recipient_id: int) -> list[Row[Any]]:
        """The messages of a recipient, the latest one last."""
        return [row for row in self.messages.values() if row.recipient_id == recipient_id]

    def inbound(self) -> list[Row[Any]]:
        return [row for row in self.messages.values() if row.direction == Direction.IN]


def take() -> Picture:
    """Read everything, in one transaction that is let go of at once."""
    try:
        return Picture(
            batches=_rows(Batch, "id", "state", "number_id", "pause_reason", "revision", "finished_at"),
            recipients=_rows(
                Recipient, "id", "batch_id", "phone", "status", "reason", "attempt", "replied_at",
                "opted_out_at",
            ),
            messages=_rows(
                Message, "id", "thread_id", "phone", "direction", "state", "origin", "text", "batch_id",
                "recipient_id", "client_ref", "carrier_id", "reason", "claimed_at",
            ),
            threads=_threads(),
            tallies={(row.batch_id, row.status): row.count for row in _read(BatchTally)},
            opted_out=frozenset(db.session.scalars(select(OptOut.phone).where(OptOut.lifted_at.is_(None)))),
            waiting=frozenset(
                db.session.scalars(
                    select(WebhookEvent.carrier_id).where(WebhookEvent.state == WebhookState.WAITING)
                )
            ),
        )  # fmt: skip
    finally:
        db.session.rollback()


def _rows(model: Any, *names: str) -> Rows:
    columns = [getattr(model, name) for name in names]
    return {row.id: row for row in db.session.execute(select(*columns).order_by(model.id))}


def _read(model: Any) -> list[Row[Any]]:
    return list(db.session.execute(select(*model.__table__.columns)).all())


def _threads() -> Rows:
    query = (
        select(
            Thread.id, Thread.unread, Thread.needs_reply, Thread.revision, Thread.last_direction,
            Contact.phone, Number.e164,
        )
        .join(Contact, Contact.id == Thread.contact_id)
        .join(Number, Number.id == Thread.number_id)
        .order_by(Thread.id)
    )  # fmt: skip
    return {row.id: row for row in db.session.execute(query)}
