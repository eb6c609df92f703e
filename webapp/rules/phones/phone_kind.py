"""What kind of phone a number belongs to, as far as its country's numbering tells.

Where landlines and mobiles share their ranges (North America, Mexico …) numbering does not tell: unknown.
A test holds it to the same answers as phonenumbers.number_type, which takes ten times as long.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from webapp.rules.phones import phone_examples, phone_ranges


class Kind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"
    PREMIUM = "premium"
    TOLL_FREE = "toll_free"
    SHARED = "shared"
    """Its calls are paid for in part by who is called."""
    VOIP = "voip"
    UNKNOWN = "unknown"


_SPECIAL = (
    ("premium_rate", Kind.PREMIUM),
    ("toll_free", Kind.TOLL_FREE),
    ("shared_cost", Kind.SHARED),
    ("voip", Kind.VOIP),
    ("personal_number", Kind.UNKNOWN),
    ("pager", Kind.UNKNOWN),
    ("uan", Kind.UNKNOWN),
    ("voicemail", Kind.UNKNOWN),
)
"""In the order in which they are asked; then landlines and mobiles."""


def kind(e164: str) -> Kind:
    """Of an E.164 number; unknown of one that is in no range, and of a short code."""
    if e164[:1] != "+":
        return Kind.UNKNOWN
    calling_code, national = phone_ranges.split(e164[1:])
    region = phone_ranges.region(calling_code, national) if calling_code else None
    if region is None:
        example = phone_examples.find(e164)
        return Kind.UNKNOWN if example is None else Kind.MOBILE if example.is_mobile else Kind.LANDLINE
    pattern, kinds = _kinds(calling_code, region, len(national))
    match = pattern.fullmatch(national)
    return kinds[match.lastindex - 1] if match and match.lastindex else Kind.UNKNOWN


def may_be_mobile(e164: str) -> bool:
    """Whether a valid number is in a range of mobiles, be they alone in it or not."""
    calling_code, national = phone_ranges.split(e164[1:])
    region = phone_ranges.region(calling_code, national) if calling_code else None
    if region is None:
        return kind(e164) == Kind.MOBILE
    mobile = phone_ranges.pattern_of(calling_code, region, "mobile", len(national))
    return mobile is not None and bool(mobile.fullmatch(national))


@lru_cache(maxsize=4096)
def _kinds(calling_code: int, region: str, length: int) -> tuple[re.Pattern[str], list[Kind]]:
    """One pattern with a group for each kind, and the kinds of its groups.

    A range of both landlines and mobiles comes first of the two, as unknown.
    """
    found = [
        (pattern.pattern, kind)
        for name, kind in _SPECIAL
        if (pattern := phone_ranges.pattern_of(calling_code, region, name, length))
    ]
    fixed = phone_ranges.pattern_of(calling_code, region, "fixed_line", length)
    mobile = phone_ranges.pattern_of(calling_code, region, "mobile", length)
    if fixed and mobile:
        found.append((rf"(?=(?:{fixed.pattern})\Z)(?:{mobile.pattern})", Kind.UNKNOWN))
    found += [(fixed.pattern, Kind.LANDLINE)] if fixed else []
    found += [(mobile.pattern, Kind.MOBILE)] if mobile else []
    return re.compile("|".join(f"({pattern})" for pattern, _ in found)), [kind for _, kind in found]
