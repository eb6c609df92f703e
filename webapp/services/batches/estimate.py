"""What a batch costs, and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import func, select

from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import RecipientStatus as S
from webapp.services import settings

UNSENT = (S.QUEUED, S.SENDING)  # not those that wait for their hours
LEFT_OUT = (S.FAULTY, S.SKIPPED)


@dataclass(frozen=True)
class Cost:
    """`segments` in all; `money` in the team's currency, None as long as no price is set."""

    segments: int
    money: Decimal | None
    price: Decimal | None


@dataclass(frozen=True)
class Pace:
    """`per_second` segments (None: unbounded), shared by `sharing` batches; `seconds` until all are sent."""

    per_second: float | None
    sharing: int
    seconds: float | None
    slowed: str


def price() -> Decimal | None:
    """What a segment costs, if the team has set it."""
    value = settings.get("price_per_segment")
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def cost(batch: Batch) -> Cost:
    """Of everything that the check found sendable."""
    each = price()
    return Cost(batch.segments_total, None if each is None else each * batch.segments_total, each)


def pace(batch: Batch, counts: Mapping[str, int]) -> Pace:
    """From the number's pace, the batches that share it, and the average length of a message."""
    number = batch.number
    waiting = sum(counts.get(status, 0) for status in UNSENT)
    everyone = sum(counts.get(status, 0) for status in S if status not in LEFT_OUT) or 1
    sharing = _sharing(batch)
    seconds: float | None = None
    if number is not None and number.pace:
        seconds = waiting * max(1.0, batch.segments_total / everyone) * sharing / number.pace
    slowed = ""
    if number is not None and number.slowed_until is not None and number.slowed_until > now():
        slowed = number.slow_reason or "The carrier asked for patience."
    return Pace(number.pace if number else None, sharing, seconds, slowed)


def _sharing(batch: Batch) -> int:
    """How many batches are sent from the same number now, this one included."""
    running = (Batch.number_id == batch.number_id, Batch.state == BatchState.RUNNING, Batch.id != batch.id)
    return 1 + (db.session.scalar(select(func.count()).select_from(Batch).where(*running)) or 0)
