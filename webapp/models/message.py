"""Messages, and how their states follow each other."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, Update, bindparam, case, func, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.bulk import built_once, rows
from webapp.db import BigId, Model, UtcDateTime, now, only
from webapp.models import states


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Origin(StrEnum):
    """Who wants a message sent; the gate is asked with it."""

    BATCH = "batch"
    WORKFLOW = "workflow"
    AGENT = "agent"
    API = "api"
    STAFF = "staff"
    CONFIRMATION = "confirmation"
    TEST = "test"


class MessageState(StrEnum):
    RECEIVED = "received"
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    REJECTED = "rejected"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"
    SKIPPED = "skipped"
    CANCELED = "canceled"


M = MessageState

MESSAGE_MOVES: states.Table = {
    M.RECEIVED: frozenset(),
    # Failed before it was sent: something about it raises, see services/outbox/culprits.
    M.QUEUED: frozenset({M.SENDING, M.SKIPPED, M.CANCELED, M.FAILED}),
    # Back to queued only when it is certain that nothing left the house.
    M.SENDING: frozenset({M.QUEUED, M.UNKNOWN, M.SENT, M.FAILED, M.REJECTED, M.UNDELIVERED, M.DELIVERED}),
    # From here on every state is reached from every lower one, and from no higher one: whatever the
    # order in which the carrier's webhooks come in, the highest that came in wins.
    M.UNKNOWN: frozenset({M.SENT, M.FAILED, M.REJECTED, M.UNDELIVERED, M.DELIVERED}),
    M.SENT: frozenset({M.FAILED, M.REJECTED, M.UNDELIVERED, M.DELIVERED}),
    M.FAILED: frozenset({M.REJECTED, M.UNDELIVERED, M.DELIVERED}),
    M.REJECTED: frozenset({M.UNDELIVERED, M.DELIVERED}),
    M.UNDELIVERED: frozenset({M.DELIVERED}),
    M.DELIVERED: frozenset(),
    M.SKIPPED: frozenset(),
    M.CANCELED: frozenset(),
}


class Message(Model):
    """One SMS. `client_ref` is ours and is known before the carrier is called; `carrier_id` is the carrier's.

    `not_before`: it waits in the queue until then, because it may not go out earlier.
    `reason` is the sentence that says why it failed, was skipped or is unknown; `code` the carrier's code.
    `reacts_to`: it was written by their phone, as in `Liked “…”`, about this message of ours. `reaction` is
    the emoji that stands there since then, empty when they took it back.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    number_id: Mapped[int] = mapped_column(ForeignKey("number.id"))
    phone: Mapped[str] = mapped_column(String(16))
    direction: Mapped[Direction] = mapped_column(String(3))
    state: Mapped[MessageState] = mapped_column(String(12))
    origin: Mapped[Origin | None] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    segments: Mapped[int] = mapped_column(default=1)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    recipient_id: Mapped[int | None] = mapped_column(BigId)
    client_ref: Mapped[str | None] = mapped_column(String(40), unique=True)
    carrier_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    not_before: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    reacts_to: Mapped[int | None] = mapped_column(BigId)
    reaction: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        Index("ix_message_thread", "thread_id", "id"),
        Index("ix_message_reacts_to", "reacts_to", "id", **only("reacts_to IS NOT NULL")),
        Index("ix_message_recipient", "recipient_id", "id", **only("recipient_id IS NOT NULL")),
        Index("ix_message_queued", "number_id", "id", **only("state = 'queued'")),
        Index("ix_message_sending", "claimed_at", **only("state = 'sending'")),
        Index("ix_message_phone_queued", "phone", **only("state = 'queued'")),
    )


@built_once
def accepted() -> Update:
    """The carrier took messages: `rows` of `message` and `carrier`, and `at`.

    A webhook may have been faster; then the state is further already and stays. The reason of one that was
    unknown until now is gone.
    """
    taken = rows(message=BigId, carrier=String(64))
    on_its_way = Message.state.in_(states.sources(MESSAGE_MOVES, M.SENT))
    return (
        update(Message)
        .where(Message.id == taken.c.message)
        .values(
            carrier_id=func.coalesce(Message.carrier_id, taken.c.carrier),
            sent_at=func.coalesce(Message.sent_at, bindparam("at", type_=UtcDateTime())),
            state=case((on_its_way, M.SENT), else_=Message.state),
            code=case((on_its_way, ""), else_=Message.code),
            reason=case((on_its_way, ""), else_=Message.reason),
        )
    )


@built_once
def reported(target: MessageState) -> Update:
    """The carrier reported on messages: `rows` of `message`, `carrier`, `code` and `why`, and `at`."""
    told = rows(message=BigId, carrier=String(64), code=String(40), why=Text)
    return states.move(
        Message,
        "state",
        MESSAGE_MOVES,
        target,
        Message.id == told.c.message,
        carrier_id=func.coalesce(Message.carrier_id, told.c.carrier),
        code=told.c.code,
        reason=told.c.why,
        settled_at=bindparam("at", type_=UtcDateTime()),
    )
