"""How often one phone may be reached over all batches: at most N in D days, where the team has set it.

Replies are not counted, nor what staff write by hand: the cap is for what nobody asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select

from webapp.bulk import in_values
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.batch import Batch
from webapp.models.message import Message, MessageState
from webapp.models.recipient import Recipient
from webapp.services import settings

REACHED = statuses.those(MessageState, lambda status: status.reached)
"""What went out, or may have."""


class Cap(NamedTuple):
    """At most so many `times` in `days`."""

    times: int
    days: int


def cap() -> Cap | None:
    """None: as often as one likes."""
    count = settings.get("cap_count")
    return Cap(count, settings.get("cap_days")) if count else None


def exhausted(limit: Cap, phones: Iterable[str], but_for: int) -> dict[str, datetime]:
    """Those of `phones` that other batches than `but_for` have reached often enough; when they last did.

    Every batch of these days is looked into by its own index of phones.
    """
    since = now() - timedelta(days=limit.days)
    recent = select(Batch.id).where(
        Batch.id != but_for,
        Batch.started_at.is_not(None),
        or_(Batch.finished_at.is_(None), Batch.finished_at > since),
    )
    rows = db.session.execute(
        select(Recipient.phone, func.max(Message.claimed_at).label("last"))
        .join(Message, Message.recipient_id == Recipient.id)
        .where(
            Recipient.batch_id.in_(recent),
            Recipient.phone.in_(in_values(phones)),
            Message.state.in_(REACHED),
            Message.claimed_at > since,
        )
        .group_by(Recipient.phone)
        .having(func.count() >= limit.times)
    )
    return {row.phone: row.last for row in rows if row.phone}
