"""A phone as somebody wrote it, with a country code or without."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Fault
from webapp.models.number import Number
from webapp.rules import phone

TWO_PHONES = "This may be two phones. Write it with + and the country code; a form has to send %2B for the +."


def assumed_country() -> str:
    """Of phones without a country code: the one of our numbers, if it is the same for all, else empty."""
    assumed = set(db.session.scalars(select(Number.country)))
    return assumed.pop() if len(assumed) == 1 else ""


def read(typed: str) -> str:
    """As E.164. Raises Fault that names the field."""
    if not typed.strip():
        raise Fault("Enter the phone.", "phone")
    try:
        return phone.parse(typed, assumed_country() or None)
    except phone.PhoneFault as fault:
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
