"""Who wrote: the form that lists have, whatever spelling the carrier uses."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.phones import phone, phone_sender

US, UK, ICELAND, BRAZIL = "+12025550100", "+447700900999", "+3546111235", "+5511961234567"

SENDERS = [
    ("447700900123", US, "+447700900123"),
    ("+447700900123", US, "+447700900123"),
    ("15655550123", US, "+15655550123"),  # a new area code
    # marks that carriers put in or leave out, and numbers from before
    ("5215512345678", US, "+525512345678"),
    ("525512345678", US, "+525512345678"),
    ("541123456789", US, "+5491123456789"),
    ("5491123456789", US, "+5491123456789"),
    ("551181234567", BRAZIL, "+5511981234567"),
    ("22507123456", US, "+2250707123456"),
    ("22997123456", US, "+2290197123456"),
    ("841201234567", US, "+84701234567"),
    ("5212914177763", US, "+522914177763"),  # and of a new range
    ("543826801802", US, "+5493826801802"),
    # zeros that belong to the number
    ("390612345678", US, "+390612345678"),
    ("393331234567", US, "+393331234567"),
    ("2250712345678", US, "+2250712345678"),
    # as dialled in the country of our number
    ("07700 900123", UK, "+447700900123"),
    ("07700900123", UK, "+447700900123"),
    ("2025550107", US, "+12025550107"),
    ("(202) 555-0107", US, "+12025550107"),
    ("5512345678", "+525512340000", "+525512345678"),
    ("6111234", ICELAND, "+3546111234"),
    ("00447700900123", US, "+447700900123"),
    ("011447700900123", US, "+447700900123"),
    ("001447700900123", "+66812345678", "+447700900123"),
    # no one's phone
    ("8001234", US, "8001234"),
    ("6834567", US, "6834567"),
    ("19911991", "+61412345678", "19911991"),
    ("12345", US, "12345"),
    ("+12345", US, "12345"),
    ("Vonage", US, "Vonage"),
    ("1-800-FLOWERS", US, "1-800-FLOWERS"),
    ("07700900123", US, "07700900123"),
    ("1111111111111111", US, "1111111111111111"),
]


@pytest.mark.parametrize(("sender", "ours", "expected"), SENDERS)
def test_a_sender_is_brought_to_the_form_of_lists(sender: str, ours: str, expected: str) -> None:
    assert phone_sender.canonical(sender, ours) == expected


def test_what_may_be_two_phones_is_told_as_both_the_international_first() -> None:
    assert phone_sender.readings("6582345678", US) == ("+6582345678", "+16582345678")
    assert phone_sender.readings("+6582345678", US) == ("+6582345678",)
    assert phone_sender.readings("6834567", US) == ("6834567", "+6834567")


@given(
    st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)),
    st.sampled_from([0, 1]),
    st.sampled_from(["", "+"]),
)
def test_every_countrys_numbers_come_in_as_lists_have_them(country: str, kind: int, plus: str) -> None:
    example = phonenumbers.example_number_for_type(country, kind)
    if example is None:
        return
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    expected = phone.parse(e164, None)
    assert expected in phone_sender.readings(plus + e164[1:], US)
    if len(e164) > 8:
        assert phone_sender.canonical(plus + e164[1:], US) == expected


@given(st.text(max_size=20), st.sampled_from([US, UK, "12345", ""]))
def test_any_sender_has_one_form_which_stays(sender: str, ours: str) -> None:
    once = phone_sender.canonical(sender, ours)
    assert phone_sender.canonical(once, ours) == once


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("12025550100", US),
        ("541123456789", "+541123456789"),
        ("5215512345678", "+525512345678"),
        ("8001234", "8001234"),
        ("12345", "12345"),
        ("Us", "Us"),
    ],
)
def test_a_number_of_ours_stays_as_the_carrier_has_it(to: str, expected: str) -> None:
    assert phone_sender.ours(to) == expected
