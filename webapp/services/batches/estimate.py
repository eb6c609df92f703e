"""What a batch costs, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select

from webapp.channels import registry as channels
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.recipient import RecipientStatus as S
from webapp.models.tally import BatchTally
from webapp.services import settings
from webapp.services.batches.calls import call_minutes

UNSENT = (S.QUEUED, S.SENDING)  # not those that wait for their hours
LEFT_OUT = (S.FAULTY, S.SKIPPED)


@dataclass(frozen=True)
class Cost:
    """`units` of the channel in all; `money` in the team's currency, None as long as no price is set.

    `minutes`: of calls, if everyone picks up; else None. `at`: the prices, in words.
    """

    units: int
    money: Decimal | None
    minutes: int | None
    at: str


@dataclass(frozen=True)
class Pace:
    """`per_second` units (None: unbounded), shared by `sharing` batches; `seconds` until all are sent."""

    per_second: float | None
    sharing: int
    seconds: float | None
    slowed: str


class Bound(NamedTuple):
    """What keeps it from going faster: `per_second` units, shared by `sharing` batches."""

    per_second: float
    sharing: int


def price(channel: str) -> Decimal | None:
    """What a unit of a channel costs, if the team has set it."""
    return _price(channels.of(channel).unit.price_setting)


def cost(batch: Batch) -> Cost:
    """Of everything that the check found sendable."""
    unit = channels.of(batch.channel).unit
    lasting = call_minutes.of(batch)
    priced = [(price(batch.channel), batch.units_total, unit.one)]
    if lasting is not None and unit.minute_setting:
        priced.append((_price(unit.minute_setting), lasting, "minute"))
    known = [(each, count, word) for each, count, word in priced if each is not None]
    money = sum((each * count for each, count, _ in known), Decimal(0)) if known else None
    at = " and ".join(f"{each} a {word}" for each, _, word in known)
    return Cost(batch.units_total, money, lasting, at)


def pace(batch: Batch, counts: Mapping[str, int]) -> Pace:
    """From the pace of its number and of the account, the batches that share it, and the average length of a
    message or call."""
    service = batch.number.services.get(batch.channel) if batch.number else None
    waiting = sum(counts.get(status, 0) for status in UNSENT)
    everyone = sum(counts.get(status, 0) for status in S if status not in LEFT_OUT) or 1
    if service is None:
        return Pace(None, 1, None, "")
    each = max(1.0, batch.units_total / everyone)
    bound = max(_bounds(batch, service, each), key=lambda one: one.sharing / one.per_second, default=None)
    if bound is None:
        return Pace(None, 1, None, _rests(service))
    seconds = waiting * each * bound.sharing / bound.per_second
    seconds = max(seconds, waiting * _held_up(batch, service))
    return Pace(bound.per_second, bound.sharing, seconds, _rests(service))


def _price(setting: str) -> Decimal | None:
    value = settings.get(setting)
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def _bounds(batch: Batch, service: NumberService, each: float) -> Iterator[Bound]:
    """Its number's, or its own where that is slower; and that of the account, which counts messages."""
    kind = channels.of(batch.channel)
    paces = [one for one in (service.pace, batch.content.pace if kind.lasts else None) if one]
    if paces:
        yield Bound(min(paces), _on_its_number(batch))
    requests = settings.get(kind.account_pace)
    if requests and batch.number:
        same = select(Number.id).where(Number.carrier == batch.number.carrier)
        yield Bound(round(requests * each, 1), _sharing(batch, Batch.number_id.in_(same)))


def _held_up(batch: Batch, service: NumberService) -> float:
    """Seconds for which a call keeps the next one from starting, as only so many are open at once."""
    if not channels.of(batch.channel).lasts:
        return 0.0
    at_once = [one for one in (service.at_once, batch.content.at_once) if one]
    return call_minutes.slot(batch) * _on_its_number(batch) / min(at_once) if at_once else 0.0


def _rests(service: NumberService) -> str:
    """Why nothing of it is sent at this moment; empty when it is."""
    if not service.is_slowed:
        return ""
    return service.slow_reason or "The carrier asked for patience."


def _on_its_number(batch: Batch) -> int:
    return _sharing(batch, Batch.number_id == batch.number_id)


def _sharing(batch: Batch, where: ColumnElement[bool]) -> int:
    """How many batches are being sent from there now, this one included; none that only waits for hours."""
    waits = (BatchTally.batch_id == Batch.id, BatchTally.status.in_(UNSENT), BatchTally.count > 0)
    others = (where, Batch.channel == batch.channel, Batch.state == BatchState.RUNNING, Batch.id != batch.id)
    query = select(func.count()).select_from(Batch).where(*others, exists().where(*waits))
    return 1 + (db.session.scalar(query) or 0)
