"""Number ranges: the same answers as the library gives, for every country."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.length import length
from webapp.rules.phones import phone_ranges

CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def by_the_library(calling_code: int, national: str) -> bool:
    zeros = len(national) - len(national.lstrip("0"))
    number = phonenumbers.PhoneNumber(
        country_code=calling_code,
        national_number=int(national),
        italian_leading_zero=zeros > 0 or None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )
    return bool(phonenumbers.is_valid_number(number))


@settings(max_examples=length(200, 500), deadline=None)
@given(st.sampled_from(CODES), st.text("0123456789", min_size=4, max_size=14))
def test_any_digits_are_judged_as_by_the_library(calling_code: int, national: str) -> None:
    if national.strip("0"):
        assert phone_ranges.is_valid(calling_code, national) == by_the_library(calling_code, national)


@settings(max_examples=length(150, 300), deadline=None)
@given(
    st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)), st.integers(0, 10), st.integers(0, 99), st.data()
)
def test_numbers_near_a_real_one_are_judged_as_by_the_library(
    region: str, kind: int, digits: int, data: st.DataObject
) -> None:
    example = phonenumbers.example_number_for_type(region, kind)
    if example is None:
        return
    national = phonenumbers.national_significant_number(example)
    at = data.draw(st.integers(0, len(national)))
    changed = national[:at] + str(digits) + national[at + data.draw(st.integers(0, 2)) :]
    for candidate in (national, changed):
        expected = by_the_library(example.country_code, candidate)
        assert phone_ranges.is_valid(example.country_code, candidate) == expected


@pytest.mark.parametrize("calling_code", CODES)
def test_every_calling_code_is_cut_off(calling_code: int) -> None:
    assert phone_ranges.split(f"{calling_code}712345") == (calling_code, "712345")


@pytest.mark.parametrize("number", ["", "0", "999123", "021", "99"])
def test_what_begins_with_no_calling_code_is_not_cut(number: str) -> None:
    assert phone_ranges.split(number) == (0, "")
