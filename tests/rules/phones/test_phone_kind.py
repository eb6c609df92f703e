"""What numbering tells of a phone: the same answers as the library gives, for every country."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType

from tests.length import length
from webapp.rules.phones.phone_kind import Kind, kind

KINDS = {
    PhoneNumberType.MOBILE: Kind.MOBILE,
    PhoneNumberType.FIXED_LINE: Kind.LANDLINE,
    PhoneNumberType.PREMIUM_RATE: Kind.PREMIUM,
    PhoneNumberType.TOLL_FREE: Kind.TOLL_FREE,
    PhoneNumberType.SHARED_COST: Kind.SHARED,
    PhoneNumberType.VOIP: Kind.VOIP,
}

TOLD = [
    ("+442079460958", Kind.LANDLINE),
    ("+447400123456", Kind.MOBILE),
    ("+447700900172", Kind.MOBILE),
    ("+441632960123", Kind.LANDLINE),
    ("+33199001234", Kind.LANDLINE),
    ("+33639981234", Kind.MOBILE),
    ("+449098790123", Kind.PREMIUM),
    ("+611900654321", Kind.PREMIUM),
    ("+448081570123", Kind.TOLL_FREE),
    ("+18005550199", Kind.TOLL_FREE),
    ("+493023125123", Kind.LANDLINE),
    ("+4915123456789", Kind.MOBILE),
    # landlines and mobiles share their ranges
    ("+12025550123", Kind.UNKNOWN),
    ("+525512345678", Kind.UNKNOWN),
    # in no range
    ("+15655550123", Kind.UNKNOWN),
    ("12345", Kind.UNKNOWN),
    ("Vonage", Kind.UNKNOWN),
    ("", Kind.UNKNOWN),
]


@pytest.mark.parametrize(("e164", "expected"), TOLD)
def test_what_numbering_tells_of_a_phone(e164: str, expected: Kind) -> None:
    assert kind(e164) == expected


@settings(max_examples=length(150, 500), deadline=None)
@given(
    st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)),
    st.integers(0, 10),
    st.integers(0, 999),
    st.data(),
)
def test_numbers_near_a_real_one_are_told_as_by_the_library(
    region: str, example: int, digits: int, data: st.DataObject
) -> None:
    found = phonenumbers.example_number_for_type(region, example)
    if found is None:
        return
    national = phonenumbers.national_significant_number(found)
    at = data.draw(st.integers(0, len(national)))
    e164 = f"+{found.country_code}{national[:at]}{digits}{national[at + len(str(digits)) :]}"
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return
    if phonenumbers.is_valid_number(number) and phonenumbers.format_number(number, 0) == e164:
        assert kind(e164) == KINDS.get(phonenumbers.number_type(number), Kind.UNKNOWN)
