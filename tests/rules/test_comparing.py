"""The forms in which values are compared, in Python and in a database."""

from __future__ import annotations

from datetime import datetime

import pytest

from webapp.rules import comparing


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("30", 30.0),
        ("1,50", 1.5),
        (" -0.25 ", -0.25),
        ("000", 0.0),
        ("1,000", 1000.0),
        ("12,345,678", 12345678.0),
        ("1,200.50", 1200.5),
        ("1.200,50", 1200.5),
        ("1.234.567", 1234567.0),
        ("1'200.50", 1200.5),
        ("1 200,50", 1200.5),
        ("1\u202f200", 1200.0),
        ("12,34,567", 1234567.0),
        ("0,125", 0.125),
        ("1.500", 1.5),
        ("12,5", 12.5),
        ("$1,200.00", 1200.0),
        ("US$ 40", 40.0),
        ("-$50", -50.0),
        ("$-50", -50.0),
        ("($50.25)", -50.25),
        ("1.200,50 €", 1200.5),
        ("EUR 99", 99.0),
        ("99 USD", 99.0),
        ("15 %", 15.0),
        ("1,00,00", None),
        ("1,2,3", None),
        ("1.2.3", None),
        ("202 555 0111", None),
        ("555-0111", None),
        ("A-12", None),
        ("INV 123", None),
        ("$", None),
        ("(555", None),
        ("(555) 0111", None),
        ("٣٠", 30.0),
        ("1e3", 1000.0),
        ("123456789012345", 123456789012345.0),
        ("1234567890123456", None),
        ("1e9999999", None),
        ("nan", None),
        ("", None),
        ("12 Main Street", None),
    ],
)
def test_a_number_that_a_float_holds_exactly(text: str, number: float | None) -> None:
    assert comparing.as_number(text) == number


def test_texts_and_labels() -> None:
    assert comparing.folded("  Straße \n Nord ") == "strasse nord"
    assert comparing.folded("KADIKÖY") == comparing.folded("Kadıköy")
    assert comparing.folded("İSTANBUL") == comparing.folded("istanbul") == "istanbul"
    assert comparing.folded("Jose\u0301") == comparing.folded("José")
    assert comparing.label_key("ＶＩＰ  Guest") == comparing.label_key("vip\u200b guest\ufeff") == "vip guest"
    assert comparing.label_key("KADIKÖY") == comparing.label_key("Kadıköy") == "kadiköy"
    assert comparing.label_key("İzmir") == comparing.label_key("I\u0307zmir") == "izmir"


def test_days_and_moments_in_order() -> None:
    days = ["0001-01-01", "2026-03-09", "2026-03-09T15:30", "2026-03-10"]
    moments = [comparing.as_moment(day) for day in days]
    assert moments[0] == 0
    assert moments == sorted(moments, key=lambda one: one or 0)
    assert comparing.moment(days[2]) == datetime(2026, 3, 9, 15, 30)
    assert comparing.as_moment("soon") is None


def test_what_says_how_far_it_is_from_utc_is_brought_to_a_clock() -> None:
    for text in ("2026-03-09T14:30Z", "2026-03-09T09:30:00-05:00", "2026-03-09T15:30"):
        assert comparing.local_moment(text, "Europe/Berlin") == datetime(2026, 3, 9, 15, 30)
    assert comparing.local_moment("2026-03-09", "Europe/Berlin") == datetime(2026, 3, 9)
    for text in ("soon", "", "0001-01-01T00:00+14:00"):
        assert comparing.local_moment(text, "America/New_York") is None
