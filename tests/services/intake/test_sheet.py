"""Cells of a workbook as plain text."""

from datetime import date, datetime, time, timedelta

import pytest

from webapp.services.intake.sheet import plain


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("as it is", "as it is"),
        (True, "TRUE"),
        (False, "FALSE"),
        (1.0, "1"),
        (-3.0, "-3"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (19.99 * 3, "59.97"),
        (447400123456.0, "447400123456"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (1e300, "1e+300"),
        (12, "12"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 9, 30), "2026-03-01 09:30"),
        (datetime(2026, 3, 1, 9, 30, 5), "2026-03-01 09:30:05"),
        (time(9, 30), "09:30"),
        (timedelta(hours=36, minutes=5), "36:05"),
        (timedelta(seconds=65), "0:01:05"),
    ],
)
def test_a_value_reads_as_somebody_would_type_it(value: object, text: str) -> None:
    assert plain(value) == text
