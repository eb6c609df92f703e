"""What of a time was within hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from webapp.rules.hours.hours import Hours, Span
from webapp.rules.workflow import open_time

OFFICE = Hours(Span(540, 1080), None, None)
LONG = Hours(Span(0, 1440), Span(0, 1440), Span(0, 1440))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (at(2, 10), at(2, 10, 15), 15),  # a Monday
        (at(2, 8), at(2, 10), 60),
        (at(2, 17, 50), at(3, 9, 10), 20),
        (at(6, 17, 50), at(9, 9, 10), 20),  # over a weekend
        (at(7, 10), at(8, 10), 0),
        (at(2, 10), at(2, 9), 0),
    ],
)
def test_on_a_clock(start: datetime, end: datetime, minutes: int) -> None:
    assert open_time.within(start, end, "UTC", [OFFICE]) == timedelta(minutes=minutes)


def test_all_of_several_hours_and_without_any_all_of_it() -> None:
    start, end = at(2, 8), at(2, 12)
    assert open_time.within(start, end, "UTC", [OFFICE, LONG]) == timedelta(hours=3)
    assert open_time.within(start, end, "UTC", [LONG]) == timedelta(hours=4)
    assert open_time.within(start, end, "UTC", []) == timedelta(hours=4)
    assert open_time.within(end, start, "UTC", []) == timedelta(0)


def test_on_the_clock_of_the_place() -> None:
    assert open_time.within(at(2, 13), at(2, 15), "America/New_York", [OFFICE]) == timedelta(hours=1)
