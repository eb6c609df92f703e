"""What digits may stand for: read as one country's, with its international prefix, or with a lost `+`."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

from webapp.rules.phones import (
    phone_digits,
    phone_examples,
    phone_faults,
    phone_kind,
    phone_ranges,
    phone_renumbered,
)
from webapp.rules.phones.phone_kind import Kind


def valid(number: str, country: str | None) -> str | None:
    """E.164 when the digits are a valid number, read with (or, after +, without) a country; else None."""
    found = phone_digits.read(number, country)
    if found is None:
        return None
    calling_code, national = found
    national = phone_renumbered.today(calling_code, national)
    e164 = f"+{calling_code}{national}"
    return e164 if phone_ranges.is_valid(calling_code, national) or phone_examples.find(e164) else None


def from_abroad(number: str, country: str | None, raw: str) -> str | None:
    """Digits that begin with 00: the international prefix of most countries, and the beginning of others'.

    Raises PhoneFault when they are a number both with `country`'s own prefix (001, 0011, 009 …) and with 00.
    """
    usual = valid("+" + number[2:], None)
    plan = phone_digits.plan_of(country) if country else None
    prefix = plan.abroad.match(number) if plan and plan.abroad else None
    own = valid("+" + number[prefix.end() :], None) if prefix else None
    if prefix is None or own is None or usual is None or own == usual:
        return own or usual or (country and _with_zeros(number, country)) or None
    difference = _boundaries(raw, prefix.end(), own) - _boundaries(raw, 2, usual)
    if not difference:
        raise phone_faults.ambiguous(raw, own, usual)
    return own if difference > 0 else usual


def _boundaries(raw: str, prefix: int, e164: str) -> int:
    """How well a reading fits the spaces: `001 65 8234 5678` has one after 001, and one after 65."""
    ends, position = set(), 0
    for group in re.findall(r"\d+", raw):
        position += len(group)
        ends.add(position)
    calling_code, _ = phone_ranges.split(e164[1:])
    return (prefix in ends) + (prefix + len(str(calling_code)) in ends)


def at_home(number: str, country: str, raw: str) -> str | None:
    """Digits without + or 00, in a list whose phones are assumed to be of `country`.

    Raises PhoneFault when more than one reading is possible.
    """
    local, plus = valid(number, country), _lost_plus(number, country)
    if local is None or plus is None or plus == local:
        if local is None and plus and number[0] != "0" and _near_local_length(len(number), country):
            raise phone_faults.mistyped(raw, plus, country)
        return local or plus
    if _only_second_is_mobile(local, plus, country):
        return plus
    if number[0] == "0" or _written_in_full(number, local) or _lost_its_zero(local, plus, country, raw):
        return local
    raise phone_faults.ambiguous(raw, plus, local)


def _lost_plus(number: str, country: str) -> str | None:
    """Its reading as an international number whose + was lost, or as `country`'s own with a 0 too many."""
    if number[0] != "0":
        return valid(f"+{number}", None) if _may_have_lost_plus(number[:3], len(number)) else None
    plan = phone_digits.plan_of(country)
    is_dialled = plan is None or (plan.abroad and plan.abroad.match(number))
    return None if is_dialled else _with_zeros(number, country)


def _with_zeros(number: str, country: str) -> str | None:
    """`0447700900123`: `country`'s calling code with a 0, or several, that someone put in front of it.

    A code of one digit is too often the beginning of another number: 0151 25550123, in an American list.
    """
    rest = number.lstrip("0")
    code = str(phonenumbers.country_code_for_region(country))
    return valid(f"+{rest}", None) if len(code) > 1 and rest.startswith(code) else None


@lru_cache(maxsize=4096)
def _may_have_lost_plus(beginning: str, length: int) -> bool:
    """Whether digits of this beginning and length can be an international number at all (a cheap filter)."""
    for size in (1, 2, 3):
        code = int(beginning[:size] or 0)
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code)
        if regions and any(length - size in _lengths(region, code) for region in regions):
            return True
    return False


@lru_cache(maxsize=512)
def _lengths(country: str, calling_code: int = 0) -> frozenset[int]:
    metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(calling_code, country)
    if not metadata or not metadata.general_desc:
        return frozenset()
    before = phone_renumbered.LENGTHS.get(calling_code, frozenset())
    return frozenset(metadata.general_desc.possible_length) | before


@lru_cache(maxsize=512)
def _usual_without_prefix(country: str) -> bool:
    """True where people write local numbers without a leading 0 or 8: nothing was lost when none is there."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    return metadata is None or metadata.national_prefix in (None, "1")


def _written_in_full(number: str, e164: str) -> bool:
    """Whether these digits are how the number is written in its country: then no leading 0 was lost."""
    parsed = phonenumbers.parse(e164, None)
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return number == "".join(filter(str.isdigit, national))


def _near_local_length(length: int, country: str) -> bool:
    """One digit too many or too few makes a typing error likelier than a lost +."""
    return _usual_without_prefix(country) and any(abs(length - usual) <= 1 for usual in _lengths(country))


def _only_second_is_mobile(local: str, plus: str, country: str) -> bool:
    """`4915112345678` in Germany: the metadata also allow an over-long landline, but it is a mobile."""
    if not plus.startswith(f"+{phonenumbers.country_code_for_region(country)}"):
        return False
    return not phone_kind.may_be_mobile(local) and phone_kind.may_be_mobile(plus)


def _lost_its_zero(local: str, plus: str, country: str, raw: str) -> bool:
    """`15123456789` in a German list: a spreadsheet took the 0 of a mobile, and no one put down +1 512….

    Not so when the calling code stands apart (`1 512 345 6789`), or when abroad it would be a mobile, too.
    """
    if _usual_without_prefix(country) or phone_kind.kind(local) != Kind.MOBILE:
        return False
    calling_code, _ = phone_ranges.split(plus[1:])
    stands_apart = re.match(rf"\D*{calling_code}(?!\d)", raw)
    return phone_kind.kind(plus) != Kind.MOBILE and not stands_apart
