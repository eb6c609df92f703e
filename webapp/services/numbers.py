"""Our own phone numbers: what they may be used for, and how fast."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.batch import Batch, BatchState
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules import countries, phone
from webapp.services import events

PACE_MIN, PACE_MAX, PACE_DEFAULT = 0.1, 100.0, 1.0
"""Segments a second."""
GOING_ON = (BatchState.SCHEDULED, BatchState.RUNNING, BatchState.PAUSED)


@dataclass(frozen=True)
class Wish:
    """What somebody typed about a number. `country` empty: that of the phone."""

    phone: str
    label: str
    sms: bool
    calls: bool
    pace: str
    country: str


def every() -> list[Number]:
    """All numbers, by label and number."""
    return list(db.session.scalars(select(Number).order_by(func.lower(Number.label), Number.e164)))


def get(number_id: int) -> Number:
    """Raises NotFound."""
    number = db.session.get(Number, number_id)
    if number is None:
        raise NotFound("This number does not exist. It may have been removed.")
    return number


def add(wish: Wish, by: User) -> Number:
    """Raises Fault that names the field."""
    e164 = _e164(wish)
    if db.session.scalar(select(Number.id).where(Number.e164 == e164)) is not None:
        raise Fault(f"{phone.pretty(e164)} has been added already.", "phone")
    number = Number(e164=e164)
    _apply(number, wish)
    db.session.add(number)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Fault(f"{phone.pretty(e164)} has just been added by somebody else.", "phone") from error
    events.note("number.added", user_id=by.id, number=e164)
    return number


def change(number: Number, wish: Wish, by: User) -> None:
    """The phone itself stays: conversations hang on it. Raises Fault that names the field."""
    if number.sms and not wish.sms and (waiting := _batches(number, GOING_ON)):
        raise Fault(
            f"{_count(waiting, 'batch', 'batches')} still to be sent from it: SMS must stay on.", "services"
        )
    _apply(number, wish)
    events.note("number.changed", user_id=by.id, number=number.e164)


def remove(number: Number, by: User) -> None:
    """Raises Conflict with the reason when it is in use."""
    if reason := in_use(number):
        raise Conflict(f"{phone.pretty(number.e164)} cannot be removed: {reason}.")
    events.note("number.removed", user_id=by.id, number=number.e164)
    db.session.delete(number)


def in_use(number: Number) -> str | None:
    """Why it cannot be removed, in words; None when it can."""
    threads = db.session.scalar(select(func.count()).where(Thread.number_id == number.id)) or 0
    uses = [
        _count(count, one, many)
        for count, one, many in (
            (_batches(number), "batch", "batches"),
            (threads, "conversation", "conversations"),
        )
        if count
    ]
    return f"it is used by {' and '.join(uses)}" if uses else None


def simulated() -> Wish:
    """A wish for a number that belongs to nobody: one of the US 555-01xx, the first that is free."""
    taken = set(db.session.scalars(select(Number.e164).where(Number.e164.startswith("+120255501"))))
    free = (f"+120255501{last:02}" for last in range(100))
    chosen = next((number for number in free if number not in taken), None)
    if chosen is None:
        raise Conflict("All hundred simulated numbers have been added already.")
    return Wish(chosen, "Simulated number", sms=True, calls=False, pace="10", country="")


def _apply(number: Number, wish: Wish) -> None:
    if not wish.sms and not wish.calls:
        raise Fault("Choose at least one service.", "services")
    if len(wish.label.strip()) > 100:
        raise Fault("The label can have up to 100 characters.", "label")
    country = wish.country or phone.region(number.e164) or ""
    if country not in countries.NAMES:
        raise Fault("Choose the country to assume for phone numbers that are written without one.", "country")
    number.label, number.country = " ".join(wish.label.split()), country
    number.sms, number.calls, number.pace = wish.sms, wish.calls, _pace(wish.pace)


def _e164(wish: Wish) -> str:
    if not wish.phone.strip():
        raise Fault("Enter the phone number.", "phone")
    try:
        return phone.parse(wish.phone, wish.country or None)
    except phone.PhoneFault as fault:
        raise Fault(fault.sentence, "phone") from fault


def _pace(typed: str) -> float:
    try:
        pace = float(typed.strip().replace(",", ".") or PACE_DEFAULT)
    except ValueError:
        pace = math.nan
    if not PACE_MIN <= pace <= PACE_MAX:
        raise Fault(f"The pace is a number between {PACE_MIN:g} and {PACE_MAX:g}.", "pace")
    return pace


def _batches(number: Number, states: tuple[BatchState, ...] = ()) -> int:
    query = select(func.count()).where(Batch.number_id == number.id)
    return db.session.scalar(query.where(Batch.state.in_(states)) if states else query) or 0


def _count(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
