"""When somebody is called again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from webapp.rules.hours import next_try


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("ended", "minutes", "zone", "expected"),
    [
        ("2026-11-30T09:00", 60, "UTC", "2026-11-30T12:00"),
        ("2026-11-30T11:30", 60, "UTC", "2026-11-30T12:30"),
        ("2026-11-30T16:45", 10, "UTC", "2026-11-30T17:25"),
        ("2026-11-30T20:00", 60, "UTC", "2026-12-01T00:00"),
        ("2026-11-30T14:00", 30, "America/New_York", "2026-11-30T17:00"),
        ("2026-11-30T09:00", 24 * 60, "UTC", "2026-12-01T12:00"),
    ],
)
def test_in_another_part_of_their_day(ended: str, minutes: int, zone: str, expected: str) -> None:
    assert next_try.after(at(ended), minutes, zone, other_part=True) == at(expected)


def test_so_many_minutes_later() -> None:
    assert next_try.after(at("2026-11-30T09:00"), 90) == at("2026-11-30T10:30")
