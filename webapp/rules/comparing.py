"""The forms in which typed values are compared: texts without their case, numbers by size, dates in order.

Attributes are kept in all three (models/attribute), so that a database compares them as the rules do.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

MOST_DIGITS = 15
"""Of a number; so many a float holds exactly. What has more, an order's number say, is compared as a text."""
LARGEST_EXPONENT = 300
LONGEST_NUMBER = 40
LONGEST_LABEL_KEY = 160


def folded(text: str) -> str:
    """Without case, white space folded."""
    return " ".join(text.casefold().split())


def number(text: str) -> Decimal | None:
    """A number with a point or a comma; None for what is none, or has too many digits to be compared."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not found.is_finite() or len(text) > LONGEST_NUMBER:
        return None
    digits = "".join(map(str, found.as_tuple().digits)).strip("0")
    return found if len(digits) <= MOST_DIGITS and abs(found.adjusted()) <= LARGEST_EXPONENT else None


def moment(text: str) -> datetime | None:
    """A day, or a day and a time, as fields and attributes are kept (2026-03-09, 2026-03-09T15:30)."""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def local_moment(text: str, zone: str) -> datetime | None:
    """The same on the clock of a zone (IANA): programs write 2026-03-09T14:30Z, or 09:30-05:00."""
    try:
        said = datetime.fromisoformat(text.strip())
        return said if said.tzinfo is None else said.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return None


def as_number(text: str) -> float | None:
    """The same as `number`, as databases keep it."""
    found = number(text)
    return None if found is None else float(found)


def as_moment(text: str) -> int | None:
    """The same as `moment`, in microseconds since the year 1."""
    found = moment(text)
    return None if found is None else (found - datetime.min) // timedelta(microseconds=1)


def label_key(name: str) -> str:
    """What a label shares with its other spellings: without case and width."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:LONGEST_LABEL_KEY]
