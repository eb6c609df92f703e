"""Entries: what leaves and comes in by the outbox and the webhooks, whatever its kind."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Discriminator, Model, now, partial_index


class Kind(StrEnum):
    SMS = "sms"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Origin(StrEnum):
    """Who wants an entry sent; the gate is asked with it."""

    BATCH = "batch"
    WORKFLOW = "workflow"
    AGENT = "agent"
    API = "api"
    STAFF = "staff"
    CONFIRMATION = "confirmation"
    TEST = "test"


class Entry(Model):
    """One thing in a thread. Each kind is a class of its own (models/message), in this one table.

    `client_ref` is ours and is known before the carrier is called; `carrier_id` is the carrier's.
    `carrier`: who moves it, by its name in carriers/registry, known once it is claimed or has come in.
    `not_before`: it waits in the queue until then, because it may not go out earlier.
    `reason` is the sentence that says why it failed, was skipped or is unknown; `code` the carrier's code.
    `units`: what it costs, in the unit of its kind.
    """

    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    number_id: Mapped[int] = mapped_column(ForeignKey("number.id"))
    phone: Mapped[str] = mapped_column(String(16))
    direction: Mapped[Direction] = mapped_column(String(3))
    kind: Mapped[Kind] = mapped_column(Discriminator(12))
    state: Mapped[str] = mapped_column(String(12))
    origin: Mapped[Origin | None] = mapped_column(String(12))
    units: Mapped[int] = mapped_column(default=1)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    recipient_id: Mapped[int | None] = mapped_column(BigId)
    client_ref: Mapped[str | None] = mapped_column(String(40))
    carrier: Mapped[str | None] = mapped_column(String(20))
    carrier_id: Mapped[str | None] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    not_before: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_abstract": True}  # noqa: RUF012
    # Unique indexes, not constraints: SQLite rebuilds a table to drop a constraint.
    __table_args__ = (
        CheckConstraint("carrier_id IS NULL OR carrier IS NOT NULL", name="carrier_of_id"),
        Index("uq_entry_client_ref", "client_ref", unique=True),
        Index("uq_entry_carrier_id_carrier", "carrier_id", "carrier", unique=True),
        Index("ix_entry_thread", "thread_id", "id"),
        Index("ix_entry_recipient", "recipient_id", "id", **partial_index("recipient_id IS NOT NULL")),
        Index("ix_entry_queued", "number_id", "id", **partial_index("state = 'queued'")),
        Index("ix_entry_sending", "claimed_at", **partial_index("state = 'sending'")),
        Index("ix_entry_phone_queued", "phone", **partial_index("state = 'queued'")),
    )
