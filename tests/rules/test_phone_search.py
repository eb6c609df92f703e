"""What is typed or copied into a search, as the digits of a phone."""

import pytest

from webapp.rules import phone_search


@pytest.mark.parametrize(
    ("search", "digits"),
    [
        ("+1 (202) 555-0143", "12025550143"),
        ("\u202a+1 (202) 555-0143\u202c", "12025550143"),
        ("+1\u00a0(202)\u00a0555\u20110143", "12025550143"),
        ("555–0143", "5550143"),
        ("２０２５５５", "202555"),
        ("٢٠٢٥٥٥٠١٤٣", "2025550143"),
        ("tel:+12025550143", "12025550143"),
        ("+1 202 555 0143,", "12025550143"),
        ("0049 1512 3456789", "4915123456789"),
        ("0143", "0143"),
        ("0000000", "0000000"),
        ("Ann", ""),
        ("Home 12", ""),
        ("Room 101", ""),
        ("+", ""),
        ("", ""),
        ("50%", ""),
    ],
)
def test_digits_of_a_phone_that_is_looked_for(search: str, digits: str) -> None:
    assert phone_search.digits(search) == digits
