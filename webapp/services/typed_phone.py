"""A phone as somebody wrote it, with a country code or without."""

from __future__ import annotations

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Fault
from webapp.models.number import Number
from webapp.rules import phone


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
