"""What a batch costs, and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import func, select

from webapp.channels import registry as channels
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.number_service import NumberService
from webapp.models.recipient import RecipientStatus as S
from webapp.services import settings

UNSENT = (S.QUEUED, S.SENDING)  # not those that wait for their hours
LEFT_OUT = (S.FAULTY, S.SKIPPED)


@dataclass(frozen=True)
class Cost:
    """`units` of the channel in all; `money` in the team's currency, None as long as no price is set."""

    units: int
    money: Decimal | None
    price: Decimal | None


@dataclass(frozen=True)
class Pace:
    """`per_second` units (None: unbounded), shared by `sharing` batches; `seconds` until all are sent."""

    per_second: float | None
    sharing: int
    seconds: float | None
    slowed: str


def price(channel: str) -> Decimal | None:
    """What a unit of a channel costs, if the team has set it."""
    value = settings.get(channels.of(channel).unit.price_setting)
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def cost(batch: Batch) -> Cost:
    """Of everything that the check found sendable."""
    each = price(batch.channel)
    return Cost(batch.units_total, None if each is None else each * batch.units_total, each)


def pace(batch: Batch, counts: Mapping[str, int]) -> Pace:
    """From the pace of its number, the batches that share it, and the average length of a message."""
    service = batch.number.services.get(batch.channel) if batch.number else None
    waiting = sum(counts.get(status, 0) for status in UNSENT)
    everyone = sum(counts.get(status, 0) for status in S if status not in LEFT_OUT) or 1
    sharing = _sharing(batch)
    seconds: float | None = None
    if service is not None and service.pace:
        seconds = waiting * max(1.0, batch.units_total / everyone) * sharing / service.pace
    return Pace(service.pace if service else None, sharing, seconds, _rests(service))


def _rests(service: NumberService | None) -> str:
    """Why nothing of it is sent at this moment; empty when it is."""
    if service is None or not service.is_slowed:
        return ""
    return service.slow_reason or "The carrier asked for patience."


def _sharing(batch: Batch) -> int:
    """How many batches are sent from the same number now, this one included."""
    same = (Batch.number_id == batch.number_id, Batch.channel == batch.channel)
    running = (*same, Batch.state == BatchState.RUNNING, Batch.id != batch.id)
    return 1 + (db.session.scalar(select(func.count()).select_from(Batch).where(*running)) or 0)
