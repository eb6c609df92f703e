"""Phone numbers: what is recovered, what is refused, and in which words."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules import phone
from webapp.rules.phone import PhoneFault

ANNA = "+447400123456"

READ = [
    # as people write it
    ("+447400123456", None, ANNA),
    ("+44 7400 123456", "US", ANNA),
    ("07400 123456", "GB", ANNA),
    (" 07400-123-456 ", "GB", ANNA),
    ("(07400) 123.456", "GB", ANNA),
    ("[07400] 123456", "GB", ANNA),
    ("+44 (0)7400 123456", None, ANNA),
    ("(+44) 7400 123456", None, ANNA),
    ("0044 7400 123456", "US", ANNA),
    ("00447400123456", None, ANNA),
    ("tel:+44-7400-123456", None, ANNA),
    ("Mobile: 07400 123456", "GB", ANNA),
    ("030/1234567", "DE", "+49301234567"),
    ("8 (916) 123-45-67", "RU", "+79161234567"),
    ("06 20 123 4567", "HU", "+36201234567"),
    ("+39 06 6982 1234", None, "+390669821234"),
    ("(202) 555-0123", "US", "+12025550123"),
    ("1-202-555-0123", "US", "+12025550123"),
    ("011 44 7400 123456", "US", ANNA),
    # other scripts and things one cannot see
    ("＋４４ ７４００ １２３４５６", None, ANNA),
    ("٠٧٤٠٠١٢٣٤٥٦", "GB", ANNA),
    ("\u202a+44 7400\u00a0123456\u202c", None, ANNA),
    ("\ufeff+44\u200b7400\u2011123456", None, ANNA),
    ("+44 7400 123456\n", None, ANNA),
    ("+44\x007400123456", None, ANNA),
    # what spreadsheets make of it
    ("447400123456", "GB", ANNA),
    ("447400123456", "US", ANNA),
    ("447400123456.0", "GB", ANNA),
    ("447400123456,00", "GB", ANNA),
    ("447,400,123,456", "GB", ANNA),
    ("4.47400123456E+11", "GB", ANNA),
    ("4,47400123456e+11", "GB", ANNA),
    ("7400123456", "GB", ANNA),
    ("33612345678", "GB", "+33612345678"),
    ("4915112345678", "DE", "+4915112345678"),
    ("'07400123456", "GB", ANNA),
    ('="07400123456"', "GB", ANNA),
    ('"07400123456"', "GB", ANNA),
    ("13123456789", "CN", "+8613123456789"),  # also a number in Chicago, but written as in China
    # kept free by Ofcom for examples; nobody's number
    ("07700 900123", "GB", "+447700900123"),
    ("+441632960123", None, "+441632960123"),
]

REFUSED = [
    ("", "GB", "empty", "The phone number is missing."),
    ("  \u00a0", "GB", "empty", "The phone number is missing."),
    ("N/A", "GB", "empty", "The phone number is missing."),
    ("12ab", "GB", "not_a_number", "'12ab' is not a phone number."),
    ("Anna", "GB", "not_a_number", "'Anna' is not a phone number."),
    ("+", None, "not_a_number", "'+' is not a phone number."),
    ("anna@example.com", "GB", "not_a_number", "'anna@example.com' is not a phone number."),
    ("1-800-FLOWERS", "US", "not_a_number", "'1-800-FLOWERS' is not a phone number."),
    ("07400 123456", None, "no_country", "has no country code; write it with +"),
    ("447400123456", None, "no_country", "has no country code"),
    ("+999 123456", None, "no_such_country", "does not begin with a country code that exists"),
    ("07400 123456", "QQ", "no_such_country", "'QQ' is not a country"),
    ("07400", "GB", "too_short", "'07400' is too short for the United Kingdom; is its area code missing?"),
    ("555-0123", "US", "too_short", "is its area code missing?"),
    ("1", "GB", "too_short", "'1' is too short"),
    ("+44 7400 1", None, "too_short", "is too short"),
    ("+447400123456789", None, "too_long", "is too long for a phone number in the United Kingdom"),
    ("0" * 120, "GB", "no_such_country", "does not begin with"),
    ("1" * 150, "GB", "too_long", "is too long"),
    ("1" * 10_000, "GB", "too_long", "is too long"),
    ("a" * 10_000, "GB", "not_a_number", "10000 characters long"),
    ("+1 000 555 0123", None, "invalid", "is not a valid phone number in the United States"),
    ("4.474E+11", "GB", "rounded", "was rounded by a spreadsheet and its digits are lost"),
    ("4.4740012345E+11", "GB", "rounded", "was rounded"),
    ("4E+11", "GB", "rounded", "was rounded"),
    ("+1 202 555 0123 x12", None, "extension", "has an extension"),
    ("+1 202 555 0123 ext. 12", None, "extension", "has an extension"),
    ("+1 202 555 0123#12", None, "extension", "has an extension"),
    ("tel:+12025550123;ext=12", None, "extension", "has an extension"),
    ("07400 123456 / 07400 123457", "GB", "several", "holds more than one phone number"),
    ("07400 123456 or 07400 123457", "GB", "several", "holds more than one"),
    ("+447400123456; +447400123457", "GB", "several", "holds more than one"),
    ("+447400123456 +447400123457", "GB", "several", "holds more than one"),
    ("33612345678", "US", "ambiguous", "may be +33 6 12 34 56 78 or a mistyped number in the United States"),
    ("16092345678", "DE", "ambiguous", "may be +1 609-234-5678 or +49 160 92345678"),
]


@pytest.mark.parametrize(("raw", "country", "expected"), READ)
def test_a_number_is_read_however_it_was_written(raw: str, country: str | None, expected: str) -> None:
    assert phone.parse(raw, country) == expected


@pytest.mark.parametrize(("raw", "country", "code", "words"), REFUSED)
def test_what_is_not_certain_is_refused_in_one_sentence(
    raw: str, country: str | None, code: str, words: str
) -> None:
    with pytest.raises(PhoneFault) as caught:
        phone.parse(raw, country)
    assert caught.value.code == code
    assert words in caught.value.sentence
    assert len(caught.value.sentence) < 200
    assert caught.value.sentence.isprintable()


def test_a_number_reads_well_and_knows_its_country() -> None:
    assert phone.pretty(ANNA) == "+44 7400 123456"
    assert phone.pretty("nobody") == "nobody"
    assert phone.region(ANNA) == "GB"
    assert phone.region("+447700900123") == "GB"
    assert phone.region("+80012345678") is None
    assert phone.region("nobody") is None


def test_every_country_that_has_numbers_is_offered_by_name() -> None:
    offered = {code: (name, prefix) for code, name, prefix in phone.country_list()}
    assert set(offered) == set(phonenumbers.SUPPORTED_REGIONS)
    assert offered["GB"] == ("United Kingdom", "+44")
    assert offered["DE"] == ("Germany", "+49")


countries = st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS))


@given(st.text(max_size=60), st.none() | countries)
def test_any_text_is_a_valid_number_or_a_fault(raw: str, country: str | None) -> None:
    try:
        e164 = phone.parse(raw, country)
    except PhoneFault as fault:
        assert fault.code and fault.sentence.endswith((".", "?"))
    else:
        assert phone.parse(e164, None) == e164


@given(st.text("+0123456789 ()-./eExX,;", max_size=25), countries)
def test_anything_that_looks_like_a_number_is_one_or_a_fault(raw: str, country: str) -> None:
    try:
        e164 = phone.parse(raw, country)
    except PhoneFault as fault:
        assert fault.sentence
    else:
        assert e164[0] == "+" and e164[1:].isdigit() and e164.isascii() and len(e164) <= 16


@given(countries, st.sampled_from(["E164", "INTERNATIONAL", "NATIONAL", "RFC3966"]), st.sampled_from([0, 1]))
def test_every_countrys_example_is_read_in_every_format(country: str, style: str, kind: int) -> None:
    example = phonenumbers.example_number_for_type(country, kind)
    if example is None:
        return
    written = phonenumbers.format_number(example, getattr(phonenumbers.PhoneNumberFormat, style))
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert phone.parse(written, country) == e164


@given(countries, st.sampled_from([" ", "-", ".", "\u00a0", "\u200b", "\u202d"]), st.integers(1, 12))
def test_what_stands_between_digits_does_not_matter(country: str, between: str, at: int) -> None:
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        return
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert phone.parse(e164[:at] + between + e164[at:], None) == e164
