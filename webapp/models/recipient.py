"""A recipient: one row of a batch's list."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, partial_index
from webapp.models import states, statuses
from webapp.rules.replies.reply_kinds import ReplyKind


class RecipientStatus(StrEnum):
    FAULTY = "faulty"
    SKIPPED = "skipped"
    QUEUED = "queued"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    REJECTED = "rejected"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELED = "canceled"
    CALLING = "calling"
    RINGING = "ringing"
    TALKING = "talking"
    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    SCREENED = "screened"
    MENU = "menu"
    NO_ANSWER = "no_answer"
    BUSY = "busy"


S = RecipientStatus
ENDINGS = frozenset(statuses.in_phase(S, statuses.Phase.ENDED))
FAILURES = statuses.those(S, lambda status: status.retriable and status.troubling)
"""What counts as failed in lists and on tiles. A call that no one answers is none."""
ON_THE_PHONE = (S.CALLING, S.RINGING, S.TALKING)
GOING_ON = statuses.in_phase(S, statuses.Phase.WAITING, statuses.Phase.LEAVING)
"""A batch with such recipients is not finished."""
CALLED_AGAIN = frozenset({S.QUEUED, S.WAITING})
"""Where those go whom a person, or the batch's rule, wants called once more."""
ARRIVED_AFTER_ALL = frozenset({S.SENT, S.DELIVERED, S.ANSWERED})
"""What is heard late of someone who waits for the next try, and makes that one too many."""
CALLED_LATER = "; called again later"
"""How the `skip_reason` of those ends who wait for that, by the batch's rule, and not for their hours."""

RECIPIENT_MOVES: states.Table = {
    S.FAULTY: frozenset({S.FAULTY, S.QUEUED, S.SKIPPED}),
    S.SKIPPED: frozenset({S.FAULTY, S.QUEUED, S.SKIPPED}),
    # Failed before anything was sent: something about the row raises, see services/outbox/culprits.
    S.QUEUED: frozenset(
        {S.FAULTY, S.QUEUED, S.SKIPPED, S.WAITING, S.SENDING, S.CANCELED, S.FAILED, *ARRIVED_AFTER_ALL}
    ),
    S.WAITING: frozenset({S.QUEUED, S.SKIPPED, S.CANCELED, *ARRIVED_AFTER_ALL}),
    # Back to queued only when it is certain that nothing left the house.
    S.SENDING: frozenset({S.QUEUED, S.SENT, S.UNKNOWN, *ON_THE_PHONE, *ENDINGS, S.CANCELED}),
    S.UNKNOWN: frozenset({S.SENT, S.QUEUED, *ON_THE_PHONE, *ENDINGS, S.CANCELED}),
    S.SENT: ENDINGS,
    S.FAILED: frozenset({S.REJECTED, S.UNDELIVERED, S.DELIVERED, *CALLED_AGAIN}),
    S.REJECTED: frozenset({S.UNDELIVERED, S.DELIVERED, *CALLED_AGAIN}),
    S.UNDELIVERED: frozenset({S.DELIVERED, S.QUEUED}),
    S.DELIVERED: frozenset(),
    S.CANCELED: frozenset(),
    S.CALLING: frozenset({S.RINGING, S.TALKING, S.UNKNOWN, *ENDINGS, S.CANCELED}),
    S.RINGING: frozenset({S.TALKING, S.UNKNOWN, *ENDINGS, S.CANCELED}),
    S.TALKING: frozenset({S.UNKNOWN, *ENDINGS, S.CANCELED}),
    S.ANSWERED: frozenset(),
    S.VOICEMAIL: CALLED_AGAIN,
    S.SCREENED: CALLED_AGAIN,
    S.MENU: CALLED_AGAIN,
    S.NO_ANSWER: CALLED_AGAIN,
    S.BUSY: CALLED_AGAIN,
}

UNTOLD = "reply_kind IS NULL AND (replied_at IS NOT NULL OR opted_out_at IS NOT NULL)"
"""They wrote, and what kind of reply that is has not been told yet."""


class Recipient(Model):
    """`cells` stand in the order of the batch's `columns`; `row_no` is the row in the spreadsheet.

    `phone` is None where the row has no usable phone. `first_row`: the earlier row that has this phone, too.
    `faults` is a list of [code, column or None, sentence]. `reason` is the latest message's.
    `opted_out_at`: they answered with an opt-out, and are not among those who replied.
    `reply_kind`: what they wrote first, or STOP once they have opted out; a person may correct it. None: they
    wrote nothing, or no one has looked at it yet (services/batches/replies/reply_kinds).
    `skip_reason` says why they were skipped, or until when they wait for their hours, or why they are called
    again; `not_before` is when.
    """

    __tablename__ = "recipient"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id", ondelete="CASCADE"))
    row_no: Mapped[int]
    phone: Mapped[str | None] = mapped_column(String(16))
    cells: Mapped[list[str]]
    status: Mapped[RecipientStatus] = mapped_column(String(12))
    faults: Mapped[list[Any] | None]
    skip_reason: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    first_row: Mapped[int | None]
    attempt: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]
    opted_out_at: Mapped[datetime | None]
    reply_kind: Mapped[ReplyKind | None] = mapped_column(String(12))

    __table_args__ = (
        UniqueConstraint("batch_id", "row_no"),
        Index("ix_recipient_phone", "batch_id", "phone"),
        Index("ix_recipient_status", "batch_id", "status", "row_no"),
        Index("ix_recipient_waiting", "batch_id", "not_before", **partial_index("status = 'waiting'")),
        Index("ix_recipient_opted_out", "batch_id", "row_no", **partial_index("opted_out_at IS NOT NULL")),
        Index("ix_recipient_replied", "batch_id", "row_no", **partial_index("replied_at IS NOT NULL")),
        Index("ix_recipient_untold", "id", **partial_index(UNTOLD)),
        Index(
            "ix_recipient_reply_kind",
            "batch_id",
            "reply_kind",
            "row_no",
            **partial_index("reply_kind IS NOT NULL"),
        ),
    )
