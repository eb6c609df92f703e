"""Which of our numbers have something to send now, and on which channel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from webapp.bulk import cached_statement, execute_core
from webapp.channels.registry import CHANNELS
from webapp.db import UtcDateTime, db, inline_literal, now
from webapp.models.batch import Batch, BatchState
from webapp.models.call_leg import CallLeg
from webapp.models.channel import Channel
from webapp.models.entry import LAST, PRIORITIES, UNASKED, Entry, Origin
from webapp.models.number import Number
from webapp.models.number_service import NumberService, month
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.tally import BatchTally
from webapp.services import containment
from webapp.services.outbox import slots
from webapp.services.outbox.claimed_entry import LaneKey, Sender

WORTH_WAITING = 5
"""Seconds: a dispatcher waits out a shorter rest of a number; a longer one gets a job at its end."""
LIMITED = min(PRIORITIES[origin] for origin in UNASKED)
"""The first place in a number's queue that its monthly limit is for."""
AT: BindParameter[datetime] = bindparam("at", type_=UtcDateTime())
SERVICE = (
    Number.e164,
    Number.carrier,
    NumberService.pace,
    NumberService.slowed_until,
    NumberService.monthly_limit,
    NumberService.at_once,
)


def senders() -> list[Sender]:
    """The numbers that have something to send now, once for each channel."""
    soon = now() + timedelta(seconds=WORTH_WAITING)
    return [one for one in _senders() if one.slowed_until is None or one.slowed_until <= soon]


def may_go(moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Of entries that are queued: they need not wait any longer."""
    return or_(Entry.not_before.is_(None), Entry.not_before <= moment)


def _senders() -> list[Sender]:
    """One whose row cannot be read hides no other."""
    try:
        rows: Sequence[Any] = execute_core(_lanes(*SERVICE), _present()).all()
        return [_sender((one, channel), service) for one, channel, *service in rows]
    except Exception as error:
        if not containment.is_of_the_work(error):
            raise
        keys = [(row.id, row.channel) for row in execute_core(_lanes(), _present()).all()]
        return [_alone(key) for key in keys]


def _present() -> dict[str, Any]:
    return {"at": now(), "month": month()}


@cached_statement
def _lanes(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Those with work, whose service is on, and whose month and slots are not used up."""
    work, service = _work().subquery(), NumberService
    within = or_(
        service.monthly_limit.is_(None),
        service.month != bindparam("month"),
        service.used < service.monthly_limit,
        work.c.place < LIMITED,
    )
    calls, legs = slots.used(service.number_id, AT)
    has_slot = or_(
        service.channel.not_in(lasting()), service.at_once.is_(None), service.at_once > calls + legs
    )
    found = and_(service.number_id == work.c.number, service.channel == work.c.channel)
    query = select(Number.id, service.channel, *columns).join(service, service.number_id == Number.id)
    query = query.join(work, found).where(service.active, within, has_slot)
    return query.order_by(Number.id, service.channel.desc())


def lasting() -> list[str]:
    """The channels whose entries take a slot."""
    return [str(channel) for channel, kind in CHANNELS.items() if kind.lasts]


def _work() -> Select[*tuple[Any, ...]]:
    """Lanes as `number` and `channel`, and the first `place` in their queue that is taken.

    Without calls to people who are on the phone with us: the end of that call wakes the dispatcher.
    """
    first = func.min(Entry.priority).label("place")
    single = select(Entry.number_id.label("number"), Entry.kind.label("channel"), first)
    free = or_(Entry.kind.not_in(lasting()), Entry.phone.not_in(slots.busy()))
    single = single.where(Entry.state == inline_literal("queued"), may_go(AT), free)
    someone = and_(BatchTally.count > 0, or_(Batch.channel.not_in(lasting()), _someone_free()))
    batches = (
        select(Batch.number_id, Batch.channel, literal(LAST))
        .join(BatchTally, (BatchTally.batch_id == Batch.id) & (BatchTally.status == RecipientStatus.QUEUED))
        .where(Batch.state == BatchState.RUNNING, or_(someone, Batch.wakes_at <= AT))
    )
    staff = select(CallLeg.number_id, literal(str(Channel.CALL)), literal(PRIORITIES[Origin.STAFF]))
    staff = staff.where(CallLeg.state == inline_literal("queued"))
    both = union_all(single.group_by(Entry.number_id, Entry.kind), batches, staff).subquery().c
    query = select(both.number, both.channel, func.min(both.place).label("place"))
    return query.group_by(both.number, both.channel)


def _someone_free() -> ColumnElement[bool]:
    """A recipient of the batch waits who is not on the phone with us."""
    waits = (Recipient.batch_id == Batch.id, Recipient.status == inline_literal(RecipientStatus.QUEUED))
    return exists().where(*waits, Recipient.phone.not_in(slots.busy()))


def _sender(key: LaneKey, service: Sequence[Any]) -> Sender:
    """Raises ValueError or TypeError for what is no pace: SQLite keeps anything in a column."""
    e164, carrier, pace, slowed_until, monthly_limit, at_once = service
    if pace is not None and not math.isfinite(float(pace)):
        raise ValueError(f"{pace} is no pace")
    pace = None if pace is None else float(pace)
    return Sender(*key, e164, carrier, pace, slowed_until, monthly_limit, at_once=at_once)


def _alone(key: LaneKey) -> Sender:
    number_id, channel = key
    it = (Number.id == number_id, NumberService.channel == channel)
    joined = NumberService.number_id == Number.id
    query = select(*SERVICE).join(NumberService, joined).where(*it)
    slowed = select(NumberService.slowed_until).join(Number, joined).where(*it)
    sender, fault = containment.attempt(lambda: _sender(key, db.session.execute(query).one()))
    if sender is not None:
        return sender
    until, _ = containment.attempt(lambda: db.session.scalar(slowed))
    return Sender(number_id, channel, f"number {number_id}", "", None, until, fault=fault)
