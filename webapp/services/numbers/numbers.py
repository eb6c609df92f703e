"""Our own phone numbers: adding, changing and removing them. What each is used for: see channel_services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from webapp import form_fields
from webapp.channels.registry import CHANNELS
from webapp.db import db
from webapp.errors import Conflict, Fault, Gather, NotFound
from webapp.models.number import DEFAULT_CARRIER, Number
from webapp.models.number_service import NumberService
from webapp.models.user import User
from webapp.rules import countries, natural_order
from webapp.rules.phones import phone
from webapp.services import events, signals
from webapp.services.numbers import channel_services, in_use
from webapp.services.numbers.channel_services import ServiceForm


@dataclass(frozen=True)
class NumberForm:
    """What was typed about a number. `country` empty: that of the phone. `carrier`: a known one.

    `services`: by channel; those that are missing stay off for a new number, and else as they are.
    """

    phone: str
    label: str
    country: str
    carrier: str = DEFAULT_CARRIER
    services: Mapping[str, ServiceForm] | None = None


def every() -> list[Number]:
    """All numbers with their services, by label and number."""
    query = select(Number).options(selectinload(Number.services))
    return _sorted(query)


def able(channel: str) -> list[Number]:
    """The numbers that are used on a channel, by label and number."""
    used = (NumberService.channel == channel, NumberService.active)
    query = select(Number).join(NumberService, NumberService.number_id == Number.id).where(*used)
    return _sorted(query)


def _sorted(query: Select[Number]) -> list[Number]:
    return sorted(db.session.scalars(query), key=lambda one: (natural_order.key(one.label), one.e164))


def get(number_id: int) -> Number:
    """Raises NotFound."""
    number = db.session.get(Number, number_id)
    if number is None:
        raise NotFound("This number does not exist. It may have been removed.")
    return number


def add(form: NumberForm, by: User | None) -> Number:
    """Texts that came for it before are read by a hook. `by` None: on the command line.

    Raises Fault that names the field.
    """
    faults, number = Gather(), Number()
    with faults:
        number.e164 = _new_e164(form)
    number.carrier = form.carrier
    _apply(number, form, faults)
    _services(number, form, faults)
    faults.settle()
    db.session.add(number)
    try:
        db.session.flush()
    except IntegrityError as error:
        sentence = f"{phone.pretty(number.e164)} has just been added by someone else."
        raise Fault(sentence, "phone") from error
    events.note("number.added", user_id=by.id if by else None, number=number.e164)
    signals.emit(signals.NUMBER_ADDED, number=number.id)
    return number


def change(number: Number, form: NumberForm, by: User) -> None:
    """The phone itself stays: conversations hang on it. Raises Fault that names the field."""
    faults, before = Gather(), (number.label, number.country)
    _apply(number, form, faults)
    for channel, typed in (form.services or {}).items():
        channel_services.change(number, channel, typed, by, faults)
    faults.settle()
    after = (number.label, number.country)
    if after != before:
        was, becomes = (" ".join(words) for words in (before, after))
        events.note("number.changed", user_id=by.id, number=number.e164, before=was, after=becomes)


def remove(number: Number, by: User) -> None:
    """Raises Conflict with the reason when it is in use."""
    if reason := in_use.of(number):
        raise Conflict(f"{phone.pretty(number.e164)} cannot be removed: {reason}.")
    events.note("number.removed", user_id=by.id, number=number.e164)
    db.session.delete(number)


def simulated() -> NumberForm:
    """A number that belongs to no one: one of the US 555-01xx, the first that is free."""
    taken = set(db.session.scalars(select(Number.e164).where(Number.e164.startswith("+120255501"))))
    free = (f"+120255501{last:02}" for last in range(100))
    chosen = next((number for number in free if number not in taken), None)
    if chosen is None:
        raise Conflict("All hundred simulated numbers have been added already.")
    return NumberForm(chosen, "Simulated number", "", services=channel_services.at_first({"pace": "10"}))


def _apply(number: Number, form: NumberForm, faults: Gather) -> None:
    """Set what may change; what is wrong is gathered."""
    with faults:
        number.label = _label(form.label)
    with faults:
        number.country = _country(form.country, number.e164)


def _services(number: Number, form: NumberForm, faults: Gather) -> None:
    """A new number has all of them."""
    typed = form.services if form.services is not None else channel_services.at_first()
    for channel in CHANNELS:
        service = NumberService(channel=channel)
        number.services[channel] = service
        channel_services.apply(service, typed.get(channel, channel_services.OFF), faults)
    with faults:
        if not any(service.active for service in number.services.values()):
            raise Fault("Choose at least one service.", f"{next(iter(CHANNELS))}_active")


def _label(typed: str) -> str:
    return form_fields.line(typed, "label", 100, too_long="The label can have up to 100 characters.")


def _country(chosen: str, e164: str | None) -> str:
    country = chosen or (phone.region(e164) if e164 else "") or ""
    if country not in countries.NAMES and e164:
        raise Fault("Choose the country to assume for phones that are written without one.", "country")
    return country


def _new_e164(form: NumberForm) -> str:
    if not form.phone.strip():
        raise Fault("Enter the phone number.", "phone")
    try:
        e164 = phone.own(form.phone, form.country or None)
    except phone.PhoneFault as fault:
        raise Fault(fault.sentence, "phone") from fault
    if db.session.scalar(select(Number.id).where(Number.e164 == e164)) is not None:
        raise Fault(f"{phone.pretty(e164)} has been added already.", "phone")
    return e164
