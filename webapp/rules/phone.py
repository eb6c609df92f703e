"""Phone numbers: from what people write to E.164, and back to something that reads well.

Validity is that of Google's libphonenumber metadata, plus the ranges that Ofcom keeps free for examples and
drama (its "Telephone numbers for use in TV and radio drama programmes"), so that samples, tests and the
simulator can use numbers that belong to nobody.
"""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType, ValidationResult

from webapp.rules import countries, phone_digits, phone_ranges
from webapp.rules.phone_text import PhoneFault, digits, shown

__all__ = ["PhoneFault", "country_list", "parse", "pretty", "region"]

_FOR_EXAMPLES = re.compile(r"\+44(?:7700900|1632960)\d{3}")
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def parse(raw: str, country: str | None) -> str:
    """The E.164 form of `raw`; `country` (ISO code) is assumed for a number without `+` or `00`.

    Raises PhoneFault when it is not exactly one valid number, or when more than one reading is possible.
    """
    number = digits(raw)
    if number[0] == "+":
        return _international(number, raw)
    if number.startswith("00"):
        return _international("+" + number[2:], raw)
    if country is None:
        raise PhoneFault(
            "no_country",
            f"{shown(raw)} has no country code; write it with + or choose the country to assume.",
        )
    return _local(number, country, raw)


@lru_cache(maxsize=4096)  # a list has each phone twice, and again whenever it is looked at
def pretty(e164: str) -> str:
    """As it is written internationally: `+44 7400 123456`; what is not a number comes back unchanged."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def region(e164: str) -> str | None:
    """The ISO code of the country that a number belongs to; None for numbers of no country."""
    try:
        code = phonenumbers.region_code_for_number(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return None
    if code is None and _FOR_EXAMPLES.fullmatch(e164):
        return "GB"
    return str(code) if code and code != "001" else None


def country_list() -> list[tuple[str, str, str]]:
    """(ISO code, name, calling code with +) of every country, by name: what a form offers."""
    entries = [
        (code, name, f"+{phonenumbers.country_code_for_region(code)}")
        for code, name in countries.NAMES.items()
    ]
    return sorted(entries, key=lambda entry: entry[1])


def _international(number: str, raw: str) -> str:
    found = _read(number, None)
    if isinstance(found, str):
        return found
    raise _fault(number, None, raw)


def _local(number: str, country: str, raw: str) -> str:
    local = _read(number, country)
    plus = None
    if number[0] != "0" and _may_have_lost_plus(number[:3], len(number)):
        plus = _read("+" + number, None)
    if local is None:
        if plus is None:
            raise _fault(number, country, raw)
        if _near_local_length(len(number), country):
            raise _ambiguous(raw, pretty(plus), f"a mistyped number in {countries.in_words(country)}")
        return plus
    if plus is None or plus == local or _written_in_full(number, local):
        return local
    if _only_second_is_mobile(local, plus, country):
        return plus
    raise _ambiguous(raw, pretty(plus), pretty(local))


def _read(number: str, country: str | None) -> str | None:
    """E.164 when the digits are a valid number, read with (or, after +, without) a country; else None."""
    found = phone_digits.read(number, country)
    if found is None:
        return None
    calling_code, national = found
    e164 = f"+{calling_code}{national}"
    return e164 if phone_ranges.is_valid(calling_code, national) or _FOR_EXAMPLES.fullmatch(e164) else None


@lru_cache(maxsize=4096)
def _may_have_lost_plus(beginning: str, length: int) -> bool:
    """Whether digits of this beginning and length can be an international number at all (a cheap filter)."""
    for size in (1, 2, 3):
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(beginning[:size] or 0))
        if regions and any(length - size in _lengths(code, int(beginning[:size])) for code in regions):
            return True
    return False


@lru_cache(maxsize=512)
def _lengths(country: str, calling_code: int = 0) -> frozenset[int]:
    metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(calling_code, country)
    return (
        frozenset(metadata.general_desc.possible_length)
        if metadata and metadata.general_desc
        else frozenset()
    )


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
    kinds = [phonenumbers.number_type(phonenumbers.parse(number, None)) for number in (local, plus)]
    return kinds[0] not in _MOBILE and kinds[1] in _MOBILE


def _ambiguous(raw: str, first: str, second: str) -> PhoneFault:
    return PhoneFault(
        "ambiguous", f"{shown(raw)} may be {first} or {second}; write it with + and the country code."
    )


_REASONS = {
    ValidationResult.TOO_SHORT: ("too_short", "is too short for a phone number in"),
    ValidationResult.TOO_LONG: ("too_long", "is too long for a phone number in"),
}


def _fault(number: str, country: str | None, raw: str) -> PhoneFault:
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException as error:
        return _unparsed(error.error_type, country, raw)
    place = countries.in_words(country or phonenumbers.region_code_for_country_code(parsed.country_code or 0))
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    if reason == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return PhoneFault("too_short", f"{shown(raw)} is too short for {place}; is its area code missing?")
    code, words = _REASONS.get(reason, ("invalid", "is not a valid phone number in"))
    return PhoneFault(code, f"{shown(raw)} {words} {place}.")


def _unparsed(kind: int, country: str | None, raw: str) -> PhoneFault:
    kinds = phonenumbers.NumberParseException
    if kind == kinds.INVALID_COUNTRY_CODE and country is None:
        return PhoneFault("no_such_country", f"{shown(raw)} does not begin with a country code that exists.")
    if kind == kinds.INVALID_COUNTRY_CODE:
        return PhoneFault("no_such_country", f"'{country}' is not a country whose numbers are known.")
    if kind == kinds.TOO_LONG:
        return PhoneFault("too_long", f"{shown(raw)} is too long for a phone number.")
    return PhoneFault("too_short", f"{shown(raw)} is too short for a phone number.")
