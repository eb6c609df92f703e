"""From bare digits to a calling code and a national number: where to cut, and what to drop.

The answers of `phonenumbers.parse`, which first has to find the digits in a text and is then half of the time
that a list of a million takes. A test holds the two to the same answers for every country.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

import phonenumbers

from webapp.rules.phones import phone_ranges

_SHORTEST, _LONGEST = 2, 17
"""Digits of a national number; the library's MIN_LENGTH_FOR_NSN and MAX_LENGTH_FOR_NSN."""


class Plan(NamedTuple):
    """What a country's people dial. `prefix` may stand before a national number and is not part of it."""

    calling_code: int
    abroad: re.Pattern[str] | None
    prefix: re.Pattern[str] | None
    transforms: bool  # what is dialled with the prefix is another number than what is left without
    every: re.Pattern[str]
    lengths: frozenset[int]
    local_lengths: frozenset[int]
    longest: int


def read(number: str, country: str | None) -> tuple[int, str] | None:
    """(calling code, national number) of digits; None when they cannot be a number.

    `country` (ISO code) counts for digits without `+` only.
    """
    if number[0] == "+":
        return _international(number)
    plan = plan_of(country) if country else None
    if plan is None:
        return None
    if plan.transforms or (plan.abroad and plan.abroad.match(number)):
        return _by_the_library(number, country)
    return _finished(_without_calling_code(number, plan), plan)


def _international(number: str) -> tuple[int, str] | None:
    calling_code, national = phone_ranges.split(number[1:])
    if not calling_code or len(number) - 1 <= _SHORTEST:
        return None
    plan = plan_of_code(calling_code)
    return _by_the_library(number, None) if plan.transforms else _finished(national, plan)


def _without_calling_code(number: str, plan: Plan) -> str:
    """People write their own calling code without `+`: taken for one where the number is none otherwise."""
    code = str(plan.calling_code)
    if not number.startswith(code):
        return number
    rest = _without_prefix(number[len(code) :], plan)
    too_long = len(number) > plan.longest and len(number) not in plan.local_lengths
    if too_long or (plan.every.fullmatch(rest) and not plan.every.fullmatch(number)):
        return rest
    return number


def _finished(national: str, plan: Plan) -> tuple[int, str] | None:
    if len(national) < _SHORTEST:
        return None
    rest = _without_prefix(national, plan)
    size = len(rest)
    if size not in plan.local_lengths and (size in plan.lengths or size > plan.longest):
        national = rest
    return (plan.calling_code, national) if len(national) <= _LONGEST else None


def _without_prefix(number: str, plan: Plan) -> str:
    match = plan.prefix.match(number) if plan.prefix else None
    if match is None:
        return number
    rest = number[match.end() :]
    return number if plan.every.fullmatch(number) and not plan.every.fullmatch(rest) else rest


def _by_the_library(number: str, country: str | None) -> tuple[int, str] | None:
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    return parsed.country_code or 0, phonenumbers.national_significant_number(parsed)


@lru_cache(maxsize=512)
def plan_of(country: str) -> Plan | None:
    """The plan of a country (ISO code); None for one whose numbers are not known."""
    if country not in phonenumbers.SUPPORTED_REGIONS:
        return None
    return _plan(phonenumbers.PhoneMetadata.metadata_for_region(country, None))


@lru_cache(maxsize=512)
def plan_of_code(calling_code: int) -> Plan:
    """The plan of the first country with this calling code."""
    region = phonenumbers.region_code_for_country_code(calling_code)
    return _plan(phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region))


def _plan(metadata: Any) -> Plan:
    every, prefix = metadata.general_desc, metadata.national_prefix_for_parsing
    return Plan(
        metadata.country_code,
        re.compile(metadata.international_prefix) if metadata.international_prefix else None,
        re.compile(prefix) if prefix else None,
        bool(metadata.national_prefix_transform_rule),
        re.compile(every.national_number_pattern),
        frozenset(every.possible_length),
        frozenset(every.possible_length_local_only),
        max(every.possible_length),
    )
