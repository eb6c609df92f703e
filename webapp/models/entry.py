"""Entries: what leaves and comes in by the outbox and the webhooks, whatever its kind."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    Update,
    bindparam,
    case,
    func,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.bulk import cached_statement, values_table
from webapp.db import BigId, Discriminator, Model, UtcDateTime, now, partial_index


class Kind(StrEnum):
    SMS = "sms"
    CALL = "call"
    HANDOFF = "handoff"
    NOTE = "note"
    STATUS = "status"


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
    MISSED_CALL = "missed_call"
    TEST = "test"


PRIORITIES = {
    Origin.CONFIRMATION: 0,
    Origin.STAFF: 1,
    Origin.TEST: 1,
    Origin.AGENT: 2,
    Origin.MISSED_CALL: 2,
    Origin.WORKFLOW: 3,
    Origin.API: 3,
    Origin.BATCH: 4,
}
"""Of what waits in the queue of a number, the lowest goes first."""
UNASKED = (Origin.BATCH, Origin.WORKFLOW, Origin.API)
"""Who reaches people who have not asked for it: what the frequency cap and monthly limits are for."""
LAST = PRIORITIES[Origin.BATCH]
SENT = "sent"
"""The carrier took it: in common to all kinds."""
NEVER_LEFT = "failed"
"""The carrier did not take it, so that no one answers it: in common to all kinds."""


class Entry(Model):
    """One thing in a thread. Each kind is a class of its own (models/message), in this one table.

    `client_ref` is ours and is known before the carrier is called; `carrier_id` is the carrier's.
    `carrier`: who moves it, by its name in carriers/registry, known once it is claimed or has come in.
    `not_before`: it waits in the queue until then, because it may not go out earlier.
    `reason` is the sentence that says why it failed, was skipped or is unknown; `code` the carrier's code.
    `units`: what it costs, in the unit of its kind. `priority`: its place in the queue, see PRIORITIES.
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
    priority: Mapped[int] = mapped_column(SmallInteger, default=LAST, server_default=str(LAST))
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
        Index("ix_entry_calls", "thread_id", "id", **partial_index("kind = 'call'")),
        Index("ix_entry_recipient", "recipient_id", "id", **partial_index("recipient_id IS NOT NULL")),
        Index("ix_entry_queued", "number_id", "kind", "priority", "id", **partial_index("state = 'queued'")),
        Index("ix_entry_sending", "claimed_at", **partial_index("state = 'sending'")),
        Index("ix_entry_unasked", "phone", "claimed_at", **partial_index("origin IN ('workflow', 'api')")),
        Index("ix_entry_phone_queued", "phone", **partial_index("state = 'queued'")),
    )


@cached_statement
def accepted(kind: Kind, sources: tuple[str, ...]) -> Update:
    """The carrier took entries of a kind: `rows` of `entry` and `carrier_id`, and `at`.

    `sources`: the states that have not got as far. A webhook may have been faster; then the state stays. The
    reason of one that was unknown until now is gone. Returns id and state of each.
    """
    taken = values_table(entry=BigId, carrier_id=String(64))
    on_its_way = Entry.state.in_(sources)
    return (
        update(Entry)
        .where(Entry.id == taken.c.entry, Entry.kind == kind)
        .values(
            carrier_id=func.coalesce(Entry.carrier_id, taken.c.carrier_id),
            sent_at=func.coalesce(Entry.sent_at, bindparam("at", type_=UtcDateTime())),
            state=case((on_its_way, SENT), else_=Entry.state),
            code=case((on_its_way, ""), else_=Entry.code),
            reason=case((on_its_way, ""), else_=Entry.reason),
        )
        .returning(Entry.id, Entry.state)
    )
