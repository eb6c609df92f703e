"""Why a number cannot be used, in one sentence."""

from __future__ import annotations

import phonenumbers
from phonenumbers import ValidationResult

from webapp.rules import countries
from webapp.rules.phones.phone_text import PhoneFault, shown
from webapp.rules.phones.phone_written import in_words


def no_country(raw: str) -> PhoneFault:
    """In the words of every form: some have a choice of a country, most have none."""
    sentence = f"{shown(raw)} has no country code; write it with + and the country code."
    return PhoneFault("no_country", sentence)


def unassigned(e164: str, raw: str) -> PhoneFault:
    """It could be one, but no range that is known holds it: a new area code, or a typing error."""
    country = phonenumbers.region_code_for_country_code(phonenumbers.parse(e164, None).country_code or 0)
    return PhoneFault(
        "unassigned",
        f"{shown(raw)} is in no range of numbers that {countries.in_words(country)} is known to use; "
        "it may be newer than what Outbound knows.",
    )


def ambiguous(raw: str, first: str, second: str) -> PhoneFault:
    """`first`, `second`: the numbers that it may be (E.164)."""
    either = f"{in_words(first)} or {in_words(second)}"
    sentence = f"{shown(raw)} may be {either}; write it with + and the country code."
    return PhoneFault("ambiguous", sentence, (first, second))


def mistyped(raw: str, plus: str, country: str) -> PhoneFault:
    """Another country's number whose + was lost (E.164), or one of `country` with a digit too many or few."""
    typed = f"a mistyped number in {countries.in_words(country)}"
    sentence = f"{shown(raw)} may be {in_words(plus)} or {typed}; write it with + and the country code."
    return PhoneFault("ambiguous", sentence, (plus,))


def filled_up(raw: str, e164: str) -> PhoneFault:
    """See phone_text.is_filled_up."""
    sentence = (
        f"{shown(raw)} may have been rounded by a spreadsheet: it ends in many zeros. "
        f"Take the number from where it is whole; if this is all of it, write it as {in_words(e164)}."
    )
    return PhoneFault("rounded", sentence, (e164,))


_REASONS = {
    ValidationResult.TOO_SHORT: ("too_short", "is too short for a phone number in"),
    ValidationResult.TOO_LONG: ("too_long", "is too long for a phone number in"),
}


def unusable(number: str, country: str | None, raw: str) -> PhoneFault:
    """`number`: its digits, read as one of `country` (ISO code) unless they have a + in front."""
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
        return PhoneFault("no_such_country", f"“{country}” is not a country whose numbers are known.")
    if kind == kinds.TOO_LONG:
        return PhoneFault("too_long", f"{shown(raw)} is too long for a phone number.")
    return PhoneFault("too_short", f"{shown(raw)} is too short for a phone number.")
