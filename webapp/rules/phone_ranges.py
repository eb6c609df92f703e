"""Which numbers a country gives out: libphonenumber's own metadata, compiled once for each country.

`phonenumbers.is_valid_number` tries up to twelve patterns for each number, which is most of the time that a
list of a million takes; here they are one pattern for each length. A test holds the two to the same answers.
"""

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


def is_valid(calling_code: int, national: str) -> bool:
    """Whether `national` (digits after the calling code) may be in use; as phonenumbers.is_valid_number."""
    return region(calling_code, national) is not None


def region(calling_code: int, national: str) -> str | None:
    """The ISO code of the country that gives such numbers out ("001": of none); None when nobody does."""
    regions: tuple[str, ...] = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(calling_code, ())
    if len(regions) == 1:
        return regions[0] if _given_out(calling_code, regions[0], national) else None
    for one in regions:
        beginning = _beginning(one)
        if beginning is None:
            if _given_out(calling_code, one, national):
                return one
        elif beginning.match(national):
            return one if _given_out(calling_code, one, national) else None
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
        beginning = number[:size]
        if beginning[:1] != "0" and int(beginning or 0) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return int(beginning), number[size:]
    return 0, ""


def _given_out(calling_code: int, region: str, national: str) -> bool:
    patterns = _patterns(calling_code, region).get(len(national))
    return patterns is not None and bool(patterns[0].fullmatch(national) and patterns[1].fullmatch(national))


@lru_cache(maxsize=512)
def _beginning(region: str) -> re.Pattern[str] | None:
    written = _metadata(0, region).leading_digits
    return re.compile(written) if written else None


@lru_cache(maxsize=512)
def _patterns(calling_code: int, region: str) -> dict[int, tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each length: what every number must look like, and what one kind of number at least does."""
    metadata = _metadata(calling_code, region)
    every = metadata.general_desc
    kinds = [kind for kind in (getattr(metadata, name) for name in _KINDS) if _has_pattern(kind)]
    found = {}
    for length in every.possible_length or range(2, 18):
        fitting = [kind.national_number_pattern for kind in kinds if _fits(kind, length)]
        if fitting:
            one_of = "|".join(f"(?:{pattern})" for pattern in fitting)
            found[length] = (re.compile(every.national_number_pattern), re.compile(one_of))
    return found


def _has_pattern(kind: Any) -> bool:
    return kind is not None and bool(kind.national_number_pattern)


def _fits(kind: Any, length: int) -> bool:
    return not kind.possible_length or length in kind.possible_length


def _metadata(calling_code: int, region: str) -> Any:
    if region == _NO_COUNTRY:
        return phonenumbers.PhoneMetadata.metadata_for_nongeo_region(calling_code, None)
    return phonenumbers.PhoneMetadata.metadata_for_region(region, None)
