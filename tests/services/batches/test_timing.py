"""Choosing the moment at which a batch starts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests import factories
from webapp.db import now
from webapp.errors import Conflict, Fault
from webapp.models.batch import BatchState
from webapp.services.batches import ready, timing
from webapp.services.batches.timing import WhichOne, moment

BERLIN = ZoneInfo("Europe/Berlin")


def next_change(winter_to_summer: bool) -> datetime:
    """The local 02:30 of the next Sunday on which Berlin's clocks change."""
    day = now().astimezone(BERLIN).replace(hour=12, minute=0, second=0, microsecond=0)
    while True:
        day += timedelta(days=1)
        before = (day - timedelta(days=1)).utcoffset()
        after = day.utcoffset()
        assert before is not None
        assert after is not None
        if before != after and (after > before) == winter_to_summer:
            return day.replace(hour=2, minute=30)


def test_a_time_on_somebodys_clock_becomes_utc() -> None:
    day = (now() + timedelta(days=40)).date()
    expected = datetime.combine(day, datetime.min.time(), BERLIN).replace(hour=10).astimezone(UTC)
    for zone in (" Europe/Berlin ", "europe/berlin", " Berlin", "berlin"):
        assert moment(day.isoformat(), "10:00", zone) == expected
    there = moment(day.isoformat(), "10:00", "America/New_York")
    assert moment(day.isoformat(), "10:00", "new  york") == there


@pytest.mark.parametrize(
    ("day", "at", "zone", "field"),
    [
        ("", "10:00", "UTC", "date"),
        ("tomorrow", "10:00", "UTC", "date"),
        ("2999-01-01", "10:00", "UTC", "date"),
        ("2027-02-30", "10:00", "UTC", "date"),
        ("2020-01-01", "10:00", "UTC", "time"),
        ("2027-01-01", "", "UTC", "time"),
        ("2027-01-01", "25:00", "UTC", "time"),
        ("2027-01-01", "10:00", "", "zone"),
        ("2027-01-01", "10:00", "Berlim", "zone"),
        ("2027-01-01", "10:00", "Central", "zone"),
        ("2027-01-01", "10:00", "../etc/passwd", "zone"),
    ],
)
def test_what_is_no_moment_to_come_names_its_field(day: str, at: str, zone: str, field: str) -> None:
    with pytest.raises(Fault) as caught:
        moment(day, at, zone)
    assert caught.value.field == field


def test_an_hour_that_comes_twice_is_asked_about_and_either_can_be_meant() -> None:
    local = next_change(winter_to_summer=False)
    typed = (f"{local:%Y-%m-%d}", "02:30", "Europe/Berlin")
    with pytest.raises(WhichOne, match="comes twice in Berlin, because the clocks go back") as caught:
        moment(*typed)
    first, second = caught.value.candidates
    assert second - first == timedelta(hours=1)
    assert moment(*typed, first.isoformat()) == first
    assert moment(*typed, second.isoformat()) == second


def test_an_hour_that_does_not_exist_is_offered_its_neighbour() -> None:
    local = next_change(winter_to_summer=True)
    typed = (f"{local:%Y-%m-%d}", "02:30", "Europe/Berlin")
    with pytest.raises(WhichOne, match="does not exist in Berlin") as caught:
        moment(*typed)
    (instead,) = caught.value.candidates
    assert f"{instead.astimezone(BERLIN):%H:%M}" == "03:00"
    assert moment(*typed, instead.isoformat()) == instead


def test_an_answer_to_another_question_is_not_taken() -> None:
    local = next_change(winter_to_summer=True)
    with pytest.raises(WhichOne):
        moment(f"{local:%Y-%m-%d}", "02:30", "Europe/Berlin", "2027-01-01T00:00:00+00:00")


def test_what_is_offered_first_is_ten_tomorrow_there() -> None:
    offered = timing.suggestion("Asia/Tokyo")
    tomorrow = now().astimezone(ZoneInfo("Asia/Tokyo")).date() + timedelta(days=1)
    assert (offered.date(), f"{offered:%H:%M}") == (tomorrow, "10:00")


def test_a_batch_that_changed_since_it_was_looked_at_is_not_started(app: Flask) -> None:
    batch = factories.batch(factories.phones(2), state=BatchState.DRAFT)
    seen = ready.Seen(batch.revision, 0)
    batch.revision += 1
    with pytest.raises(Conflict, match="changed since you looked"):
        timing.start_now(batch, seen, batch.created_by)
    timing.start_now(batch, ready.Seen(batch.revision, 0), batch.created_by)
    assert batch.state == BatchState.RUNNING
