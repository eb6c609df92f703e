"""The phone of an opt-out as someone wrote it, with a country code or without."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Fault
from webapp.models.number import Number
from webapp.rules.phones import phone, phones_in_text

TWO_PHONES = "This may be two phones. Write it with + and the country code; a form has to send %2B for the +."


def assumed_country() -> str:
    """Of phones without a country code: the one of our numbers, if it is the same for all, else empty."""
    assumed = set(db.session.scalars(select(Number.country)))
    return assumed.pop() if len(assumed) == 1 else ""


def read(typed: str) -> str:
    """As E.164. Raises Fault that names the field.

    An opt-out is not refused for an extension, or for a range of numbers that is newer than what we know.
    """
    if not typed.strip():
        raise Fault("Enter the phone.", "phone")
    parse = partial(phone.parse, country=assumed_country() or None, allow_unassigned=True)
    try:
        return parse(typed)
    except phone.PhoneFault as fault:
        found = phones_in_text.find(typed, parse)
        if len(found.phones) == 1 and not found.fault:
            return found.phones[0]
        raise Fault(fault.sentence, "phone") from fault


def read_one(readings: Sequence[str]) -> str:
    """The phone that all readings of a text come to that make sense. Raises Fault that names the field."""
    found, faults = set(), []
    for typed in readings:
        try:
            found.add(read(typed))
        except Fault as fault:
            faults.append(fault)
    if len(found) > 1:
        raise Fault(TWO_PHONES, "phone")
    if not found:
        raise faults[0]
    return found.pop()
