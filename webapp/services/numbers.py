"""Our own phone numbers: what they may be used for, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp.db import db, inline_literal, now
from webapp.errors import Conflict, Fault, Gather, NotFound
from webapp.models.batch import Batch, BatchState
from webapp.models.message import Message
from webapp.models.number import DEFAULT_CARRIER, Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules import countries, phone, typed_text
from webapp.services import events, form_fields, signals

PACE_MIN, PACE_MAX, PACE_DEFAULT = 0.1, 100.0, 1.0
"""Segments a second."""
WORTH_SAYING = timedelta(seconds=5)
"""A shorter rest is over before someone reads of it."""
GOING_ON = (BatchState.PENDING, BatchState.SCHEDULED, BatchState.RUNNING, BatchState.PAUSED)


@dataclass(frozen=True)
class NumberForm:
    """What was typed about a number. `country` empty: that of the phone. `carrier`: a known one."""

    phone: str
    label: str
    sms: bool
    calls: bool
    pace: str
    country: str
    carrier: str = DEFAULT_CARRIER


def every() -> list[Number]:
    """All numbers, by label and number."""
    return list(db.session.scalars(select(Number).order_by(func.lower(Number.label), Number.e164)))


def get(number_id: int) -> Number:
    """Raises NotFound."""
    number = db.session.get(Number, number_id)
    if number is None:
        raise NotFound("This number does not exist. It may have been removed.")
    return number


def add(wish: NumberForm, by: User) -> Number:
    """Texts that came for it before are read by a hook. Raises Fault that names the field."""
    faults, number = Gather(), Number()
    with faults:
        number.e164 = _new_e164(wish)
    number.carrier = wish.carrier
    _apply(number, wish, faults)
    db.session.add(number)
    try:
        db.session.flush()
    except IntegrityError as error:
        sentence = f"{phone.pretty(number.e164)} has just been added by someone else."
        raise Fault(sentence, "phone") from error
    events.note("number.added", user_id=by.id, number=number.e164)
    signals.emit(signals.NUMBER_ADDED, number=number.id)
    return number


def change(number: Number, wish: NumberForm, by: User) -> None:
    """The phone itself stays: conversations hang on it. Raises Fault that names the field."""
    _apply(number, wish, Gather())
    events.note("number.changed", user_id=by.id, number=number.e164)


def resting() -> list[Number]:
    """Those that send nothing now: the carrier asked for patience, or something about them fails."""
    slowed = select(Number).where(Number.slowed_until > now() + WORTH_SAYING)
    return list(db.session.scalars(slowed.order_by(Number.id)))


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


def simulated() -> NumberForm:
    """A wish for a number that belongs to no one: one of the US 555-01xx, the first that is free."""
    taken = set(db.session.scalars(select(Number.e164).where(Number.e164.startswith("+120255501"))))
    free = (f"+120255501{last:02}" for last in range(100))
    chosen = next((number for number in free if number not in taken), None)
    if chosen is None:
        raise Conflict("All hundred simulated numbers have been added already.")
    return NumberForm(chosen, "Simulated number", sms=True, calls=False, pace="10", country="")


def _apply(number: Number, wish: NumberForm, faults: Gather) -> None:
    """Set what may change, or raise every fault at once."""
    with faults:
        number.label = _label(wish.label)
    with faults:
        number.sms, number.calls = _services(number, wish)
    with faults:
        number.pace = _pace(wish.pace)
    with faults:
        number.country = _country(wish.country, number.e164)
    faults.settle()


def _label(typed: str) -> str:
    return form_fields.line(typed, "label", 100, too_long="The label can have up to 100 characters.")


def _services(number: Number, wish: NumberForm) -> tuple[bool, bool]:
    if not number.id and not wish.sms and not wish.calls:
        raise Fault("Choose at least one service.", "services")
    if number.id and number.sms and not wish.sms:
        _must_not_be_needed(number)
    return wish.sms, wish.calls


def _must_not_be_needed(number: Number) -> None:
    """Messages that wait for their turn, or for the morning, would wait forever."""
    batches, texts = _batches(number, GOING_ON), _queued(number)
    if batches:
        what = _count(batches, "batch is still", "batches are still")
    else:
        what = _count(texts, "message still waits", "messages still wait")
    if batches or texts:
        raise Fault(f"{what} to be sent from this number: SMS must stay on.", "services")


def _country(chosen: str, e164: str | None) -> str:
    country = chosen or (phone.region(e164) if e164 else "") or ""
    if country not in countries.NAMES and e164:
        raise Fault("Choose the country to assume for phones that are written without one.", "country")
    return country


def _new_e164(wish: NumberForm) -> str:
    if not wish.phone.strip():
        raise Fault("Enter the phone number.", "phone")
    try:
        e164 = phone.own(wish.phone, wish.country or None)
    except phone.PhoneFault as fault:
        raise Fault(fault.sentence, "phone") from fault
    if db.session.scalar(select(Number.id).where(Number.e164 == e164)) is not None:
        raise Fault(f"{phone.pretty(e164)} has been added already.", "phone")
    return e164


def _pace(typed: str) -> float:
    pace = typed_text.decimal_number(typed) if typed.strip() else PACE_DEFAULT
    if not PACE_MIN <= pace <= PACE_MAX:
        raise Fault(f"The pace is a number between {PACE_MIN:g} and {PACE_MAX:g}.", "pace")
    return pace


def _batches(number: Number, states: tuple[BatchState, ...] = ()) -> int:
    query = select(func.count()).where(Batch.number_id == number.id)
    return db.session.scalar(query.where(Batch.state.in_(states)) if states else query) or 0


def _queued(number: Number) -> int:
    query = select(func.count()).where(
        Message.number_id == number.id, Message.state == inline_literal("queued")
    )
    return db.session.scalar(query) or 0


def _count(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
