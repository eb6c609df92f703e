"""Where a number's digits are cut: the same answers as the library gives, for every country."""

import phonenumbers
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.length import length
from webapp.rules.phones import phone_digits

COUNTRIES = st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS))
DIGITS = st.text("0123456789", min_size=1, max_size=19)


def by_the_library(number: str, country: str | None) -> tuple[int, str] | None:
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    return parsed.country_code, phonenumbers.national_significant_number(parsed)


@settings(max_examples=length(400, 2000), deadline=None)
@given(DIGITS, COUNTRIES)
def test_any_digits_are_read_in_a_country_as_by_the_library(number: str, country: str) -> None:
    assert phone_digits.read(number, country) == by_the_library(number, country)


@settings(max_examples=length(300, 1000), deadline=None)
@given(DIGITS)
@example("0" * 19)
def test_any_digits_after_a_plus_are_read_as_by_the_library(number: str) -> None:
    assert phone_digits.read(f"+{number}", None) == by_the_library(f"+{number}", None)


@settings(max_examples=length(600, 3000), deadline=None)
@given(COUNTRIES, st.integers(0, 10), st.sampled_from(["", "+", "00", "0", "1", "8"]), st.data())
def test_numbers_near_a_real_one_are_read_as_by_the_library(
    country: str, kind: int, before: str, data: st.DataObject
) -> None:
    found = phonenumbers.example_number_for_type(country, kind)
    if found is None:
        return
    written = data.draw(st.sampled_from(["code", "national", "bare"]))
    code, national = str(found.country_code), phonenumbers.national_significant_number(found)
    digits = {"code": code + national, "national": code + before.strip("+") + national, "bare": national}[
        written
    ]
    at = data.draw(st.integers(0, len(digits)))
    changed = (
        digits[:at]
        + data.draw(st.text("0123456789", max_size=2))
        + digits[at + data.draw(st.integers(0, 2)) :]
    )
    for number in (before + digits, before + changed):
        if number.strip("+"):
            assumed = None if number[0] == "+" else country
            assert phone_digits.read(number, country) == by_the_library(number, assumed)


def test_a_country_without_numbers_reads_nothing_but_what_has_a_plus() -> None:
    assert phone_digits.read("07400123456", "QQ") is None
    assert phone_digits.read("+447400123456", "QQ") == (44, "7400123456")
