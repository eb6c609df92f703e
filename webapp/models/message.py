"""Messages, and how their states follow each other."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Index, String, Text, Update, bindparam, func
from sqlalchemy.orm import Mapped, mapped_column, synonym

from webapp.bulk import cached_statement, values_table
from webapp.db import BigId, UtcDateTime, partial_index
from webapp.models import states
from webapp.models.entry import Entry, Kind


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


class Message(Entry):
    """One SMS. `units` are its segments.

    `reacts_to`: it was written by their phone, as in `Liked “…”`, about this message of ours. `reaction` is
    the emoji that stands there since then, empty when they took it back.
    """

    if TYPE_CHECKING:
        state: Mapped[MessageState]
    text: Mapped[str] = mapped_column(Text, nullable=True, use_existing_column=True)
    reacts_to: Mapped[int | None] = mapped_column(BigId)
    reaction: Mapped[str | None] = mapped_column(String(40))
    segments: Mapped[int] = synonym("units")

    __mapper_args__ = {"polymorphic_identity": Kind.SMS}  # noqa: RUF012


Index("ix_entry_reacts_to", Message.reacts_to, Message.id, **partial_index("reacts_to IS NOT NULL"))


@cached_statement
def reported(target: MessageState) -> Update:
    """The carrier reported on messages: `rows` of `message`, `carrier_id`, `code` and `why`, and `at`."""
    told = values_table(message=BigId, carrier_id=String(64), code=String(40), why=Text)
    return states.move(
        Message,
        "state",
        MESSAGE_MOVES,
        target,
        Message.id == told.c.message,
        carrier_id=func.coalesce(Message.carrier_id, told.c.carrier_id),
        code=told.c.code,
        reason=told.c.why,
        settled_at=bindparam("at", type_=UtcDateTime()),
    )
