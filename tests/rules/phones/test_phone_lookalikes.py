"""What has the digits of a phone and is something else, and phones that look a little like it."""

import pytest

from webapp.rules.phones import phone_lookalikes


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2025-01-02", "a date"),
        ("2025/1/2", "a date"),
        ("31.12.1999", "a date"),
        ("12/31/1999", "a date"),
        ("1/2/25", "a date"),
        ("43.59413", "a decimal number"),
        ("(43.59413)", "a decimal number"),
        ("-79.383184", "a decimal number"),
        ("0.5941312", "a decimal number"),
        ("4915112345678.5", "a decimal number"),
        ("43.59413,-79.38318", "a place on the map"),
        ("43.59413 -79.38318", "a place on the map"),
        ("+43.59413; +179.38318", "a place on the map"),
    ],
)
def test_what_is_no_phone_is_named(text: str, what: str) -> None:
    assert phone_lookalikes.what(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "07400 123456",
        "07400.123456",
        "7400.123456",
        "212.5550123",
        "+44.7400123456",
        "202-555-0123",
        "02.12345678",
        "05.01.12",  # New Caledonia
        "20.25.01.02",  # Denmark
        "01.02.20.25.30",  # France
        "2025.550.123",
        "31-13-1999",
        "447.400.123.456",
    ],
)
def test_a_phone_with_a_dot_or_a_dash_stays_one(text: str) -> None:
    assert phone_lookalikes.what(text) is None
