"""Which numbers a country gives out: libphonenumber's own metadata, compiled once for each country.

`phonenumbers.is_valid_number` tries up to twelve patterns for each number, which is most of the time that a
list of a million takes; here they are one pattern for each length. A test holds the two to the same answers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import phonenumbers

_KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)
# A number without a country (+800, +870 …) has metadata under its calling code.
_NO_COUNTRY = "001"
_CODES = {str(code): code for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE}

_Region = tuple[str, re.Pattern[str] | None, dict[int, re.Pattern[str]]]
"""Its ISO code, how its numbers begin where others share its calling code, and a pattern for each length."""


def is_valid(calling_code: int, national: str) -> bool:
    """Whether `national` (digits after the calling code) may be in use; as phonenumbers.is_valid_number."""
    return region(calling_code, national) is not None


def region(calling_code: int, national: str) -> str | None:
    """The ISO code of the country that gives such numbers out ("001": of none); None when no one does."""
    length = len(national)
    for one, beginning, patterns in _regions(calling_code):
        if beginning is None or beginning.match(national):
            pattern = patterns.get(length)
            if pattern is not None and pattern.fullmatch(national):
                return one
            if beginning is not None:
                return None
    return None


@lru_cache(maxsize=4096)
def pattern_of(calling_code: int, region: str, kind: str, length: int) -> re.Pattern[str] | None:
    """What numbers of a kind (a name in libphonenumber's metadata: mobile, fixed_line …) look like."""
    described = getattr(_metadata(calling_code, region), kind)
    if not _has_pattern(described) or not _fits(described, length):
        return None
    return re.compile(described.national_number_pattern)


def split(number: str) -> tuple[int, str]:
    """(calling code, the rest) of international digits without `+`; (0, "") when no code begins them."""
    for size in (1, 2, 3):
        code = _CODES.get(number[:size])
        if code is not None:
            return code, number[size:]
    return 0, ""


@lru_cache(maxsize=512)
def _regions(calling_code: int) -> tuple[_Region, ...]:
    """The countries with this calling code, in libphonenumber's order."""
    regions: tuple[str, ...] = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(calling_code, ())
    alone = len(regions) == 1
    return tuple((one, None if alone else _beginning(one), _patterns(calling_code, one)) for one in regions)


def _beginning(region: str) -> re.Pattern[str] | None:
    written = _metadata(0, region).leading_digits
    return re.compile(written) if written else None


def _patterns(calling_code: int, region: str) -> dict[int, re.Pattern[str]]:
    """For each length: what every number must look like, and what one kind of number at least does."""
    metadata = _metadata(calling_code, region)
    every = metadata.general_desc
    kinds = [kind for kind in (getattr(metadata, name) for name in _KINDS) if _has_pattern(kind)]
    found = {}
    for length in every.possible_length or range(2, 18):
        fitting = [kind.national_number_pattern for kind in kinds if _fits(kind, length)]
        if fitting:
            one_of = "|".join(f"(?:{pattern})" for pattern in fitting)
            found[length] = re.compile(rf"(?=(?:{every.national_number_pattern})\Z)(?:{one_of})")
    return found


def _has_pattern(kind: Any) -> bool:
    return kind is not None and bool(kind.national_number_pattern)


def _fits(kind: Any, length: int) -> bool:
    return not kind.possible_length or length in kind.possible_length


def _metadata(calling_code: int, region: str) -> Any:
    if region == _NO_COUNTRY:
        return phonenumbers.PhoneMetadata.metadata_for_nongeo_region(calling_code, None)
    return phonenumbers.PhoneMetadata.metadata_for_region(region, None)
