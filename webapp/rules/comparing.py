"""The forms in which typed values are compared: texts without their case, numbers by size, dates in order.

Attributes are kept in all three (models/attribute), so that a database compares them as the rules do.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

MOST_DIGITS = 15
"""Of a number; so many a float holds exactly. What has more, an order's number say, is compared as a text."""
LARGEST_EXPONENT = 300
LONGEST_NUMBER = 40
LONGEST_MOMENT = 60
LONGEST_LABEL_KEY = 160
UTC = "UTC"
"""The clock of what has no other one."""
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufe0f\ufeff"))
"""Where a word may be broken, or not, and how a picture is drawn: it comes along with what is copied."""
_CODES = r"USD|EUR|GBP|CHF|CAD|AUD|NZD|MXN|BRL|kr\.?|zł|Kč|Ft"
_CURRENCY = rf"(?:[A-Z]{{0,2}}[$€£¥₹₩₪₫₱₴₺₽₿฿]|{_CODES})"
_MINUS = ("-", "\u2212")
_GAP = r"'’ \u00a0\u202f"
_WRITTEN = re.compile(
    rf"(?P<open>\()?\s?(?P<sign>[-+\u2212]?)\s?{_CURRENCY}?\s?(?P<inner>[-\u2212]?)"
    rf"(?P<digits>\d(?:[\d.,{_GAP}]*\d)?)\s?(?:{_CURRENCY}|%)?(?(open)\s?\))"
)
_GROUPED = (
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"), ",", "."),  # 1,200.50
    (re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?"), ",", "."),  # 1,20,000 in India
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+"), r"\.", ","),  # 1.200,50
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}"), r"\.", ","),  # 1.200.000
    (re.compile(rf"[1-9]\d{{0,2}}(?:[{_GAP}]\d{{3}})+(?:[.,]\d+)?"), f"[{_GAP}]", ","),  # 1'200.50, 1 200,50
)
"""Each with the sign between thousands and the decimal sign."""


def folded(text: str) -> str:
    """Without case, white space folded, letters composed. KADIKÖY is Kadıköy: capitals tell no i from ı."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("İ", "i").replace("ı", "i")
    return " ".join(text.casefold().split())


def alike(text: str) -> str:
    """What reads the same is the same: as `folded`, and without width and what no one sees."""
    return folded(text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_UNSEEN))


def number(text: str) -> Decimal | None:
    """A number as people write one: 1,5 or 1.5, 1,200 or 1.200,50, $40, 15 %, (12.50).

    None for what is none, or has too many digits to be compared. A comma before the last three digits stands
    between thousands, a point there does not: programs and spreadsheets write it before decimals.
    """
    try:
        found = Decimal(_bare(text)) if len(text) <= LONGEST_NUMBER else None
    except InvalidOperation:
        return None
    if found is None or not found.is_finite():
        return None
    digits = "".join(map(str, found.as_tuple().digits)).strip("0")
    return found if len(digits) <= MOST_DIGITS and abs(found.adjusted()) <= LARGEST_EXPONENT else None


def _bare(text: str) -> str:
    """Without currency and percent signs; what accountants write in parentheses is negative."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        return text.strip()
    below = match["open"] or match["sign"] in _MINUS or match["inner"] in _MINUS
    return ("-" if below else "") + _with_point(match["digits"])


def _with_point(digits: str) -> str:
    """Without signs between thousands, and with a decimal point. What is grouped otherwise stays as it is."""
    for grouped, thousands, decimal in _GROUPED:
        if grouped.fullmatch(digits):
            return re.sub(thousands, "", digits).replace(decimal, ".")
    return digits.replace(",", ".")


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


def tells_offset(text: str) -> bool:
    """Whether it is a moment that says how far its clock is from UTC."""
    try:
        return len(text) <= LONGEST_MOMENT and datetime.fromisoformat(text.strip()).tzinfo is not None
    except ValueError:
        return False


def as_number(text: str) -> float | None:
    """The same as `number`, as databases keep it."""
    found = number(text)
    return None if found is None else float(found)


def as_moment(text: str, zone: str = "") -> int | None:
    """The same as `moment`, or `local_moment` where there is a zone, in microseconds since the year 1."""
    found = local_moment(text, zone) if zone else moment(text)
    return None if found is None else (found - datetime.min) // timedelta(microseconds=1)


def label_key(name: str) -> str:
    """What a label, or another name, shares with its other spellings, see `alike`."""
    return alike(name)[:LONGEST_LABEL_KEY]
