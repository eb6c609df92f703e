"""Who is on duty, on their own clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from webapp.rules.hours import duty
from webapp.rules.hours.hours import Span

WEEK = {"monday": Span(9 * 60, 17 * 60), "sunday": Span(0, 24 * 60)}


@pytest.mark.parametrize(
    ("zone", "moment", "on"),
    [
        ("UTC", "2026-03-02T09:00", True),
        ("UTC", "2026-03-02T08:59", False),
        ("UTC", "2026-03-02T16:59", True),
        ("UTC", "2026-03-02T17:00", False),
        ("UTC", "2026-03-03T10:00", False),
        ("UTC", "2026-03-01T23:59", True),
        ("America/New_York", "2026-03-02T14:00", True),  # 9:00 there
        ("America/New_York", "2026-03-02T13:59", False),
        ("America/New_York", "2026-03-09T13:00", True),  # summer time since Sunday
        ("Asia/Tokyo", "2026-03-01T15:00", False),  # Monday, 0:00 there
    ],
)
def test_hours_are_on_their_own_clock(zone: str, moment: str, on: bool) -> None:
    assert duty.is_on(WEEK, zone, datetime.fromisoformat(moment).replace(tzinfo=UTC)) is on


def test_a_week_is_stored_and_read() -> None:
    assert duty.from_json(duty.to_json(WEEK)) == WEEK


@pytest.mark.parametrize(
    "stored",
    [None, [], {"monday": [9]}, {"monday": [5, 5]}, {"monday": ["9", "17"]}, {"noday": [1, 2]},
     {"monday": [0, 1441]}, {"monday": [-1, 5]}, {"monday": [True, 5]}],
)  # fmt: skip
def test_what_is_no_week_is_no_duty(stored: object) -> None:
    assert duty.from_json(stored) == {}
