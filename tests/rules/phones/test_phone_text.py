"""The quick way through a phone's cell answers as the careful one does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.phones import phone_text
from webapp.rules.phones.phone_text import PhoneFault, digits

PUNCTUATION = st.sampled_from(["", "", "", " ", ".", "-", "/", "(", ")", ".0", "+"])
WRITTEN = st.lists(
    st.tuples(PUNCTUATION, st.from_regex(r"[0-9]{1,5}", fullmatch=True)), min_size=1, max_size=6
)


def answer(raw: str) -> str:
    try:
        return digits(raw)
    except PhoneFault as fault:
        return fault.sentence


@given(WRITTEN)
def test_what_is_plain_is_read_as_with_care(written: list[tuple[str, str]]) -> None:
    raw = "".join(sign + group for sign, group in written)
    quickly = answer(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phone_text, "_PLAIN", phone_text.re.compile(r"(?!)"))
        assert answer(raw) == quickly


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("412.555.0123", "4125550123"),
        ("112.5550123", "“112.5550123” is a decimal number, not a phone number."),
        ("43.594.13", "4359413"),
        ("4125550123.0", "4125550123"),
        ("+49 151.555.0123", "+491515550123"),
        ("0151/555 0123", "01515550123"),
        (
            "2025550145 / 2025550146",
            "“2025550145 / 2025550146” holds more than one phone number; keep one in each row.",
        ),
    ],
)
def test_dots_and_slashes(raw: str, expected: str) -> None:
    assert answer(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("4125550123;", "4125550123"),
        ("412-555-0123,", "4125550123"),
        ("(412) 555-0123 *", "4125550123"),
        ("412 555 0123**", "4125550123"),
        ("<4125550123>", "4125550123"),
        ("| 412 555 0123 |", "4125550123"),
        ("412_555_0123", "4125550123"),
        ("Mobile: 412_555_0123;", "4125550123"),
        ("-112.5550123", "“-112.5550123” is a decimal number, not a phone number."),
        ("4125550123 #4", "“4125550123 #4” has an extension, which cannot be reached; give a direct number."),
        ("***", "The phone number is missing."),
        ("_", "The phone number is missing."),
    ],
)
def test_signs_around_a_phone_are_no_part_of_it(raw: str, expected: str) -> None:
    assert answer(raw) == expected


@pytest.mark.parametrize("raw", ["4.92E+012", "491.5E+9", "4.9 E+12", "4,91512E+12;", "+4.9E+12"])
def test_what_a_spreadsheet_rounded_says_so(raw: str) -> None:
    assert "was rounded by a spreadsheet" in answer(raw)


def test_an_exponent_that_has_all_digits_before_it_lost_none() -> None:
    assert digits("491.5112345678E+10") == "4915112345678"
    assert "where a column is too narrow" in answer("######")


@pytest.mark.parametrize(
    ("raw", "is_so"),
    [
        ("4915120000000", True), ("447400000000.0", True), ("447400000000", True),
        ("+4915120000000", False), ("44 7400 000000", False), ("4915123000000", False),
    ],
)  # fmt: skip
def test_six_digits_and_zeros_are_what_is_left_of_a_rounded_number(raw: str, is_so: bool) -> None:
    assert phone_text.is_filled_up(raw) is is_so
