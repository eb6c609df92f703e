"""Clock: a local time that exists once, twice or never."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.hours.clock import ClockFault, place, resolve


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("day", "at", "zone", "state", "candidates"),
    [
        ((2026, 7, 1), (9, 0), "Europe/London", "ok", [utc(2026, 7, 1, 8, 0)]),
        ((2026, 1, 1), (9, 0), "Europe/London", "ok", [utc(2026, 1, 1, 9, 0)]),
        ((2026, 3, 29), (0, 59), "Europe/London", "ok", [utc(2026, 3, 29, 0, 59)]),
        ((2026, 3, 29), (1, 0), "Europe/London", "skipped", [utc(2026, 3, 29, 1, 0)]),
        ((2026, 3, 29), (1, 30), "Europe/London", "skipped", [utc(2026, 3, 29, 1, 0)]),
        ((2026, 3, 29), (1, 59, 59, 999_999), "Europe/London", "skipped", [utc(2026, 3, 29, 1, 0)]),
        ((2026, 3, 29), (2, 0), "Europe/London", "ok", [utc(2026, 3, 29, 1, 0)]),
        (
            (2026, 10, 25),
            (1, 30),
            "Europe/London",
            "twice",
            [utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30)],
        ),
        ((2026, 3, 8), (2, 30), "America/New_York", "skipped", [utc(2026, 3, 8, 7, 0)]),
        (
            (2026, 11, 1),
            (1, 0),
            "America/New_York",
            "twice",
            [utc(2026, 11, 1, 5, 0), utc(2026, 11, 1, 6, 0)],
        ),
        # half an hour in Australia, a whole day on Samoa
        ((2026, 10, 4), (2, 15), "Australia/Lord_Howe", "skipped", [utc(2026, 10, 3, 15, 30)]),
        ((2011, 12, 30), (12, 0), "Pacific/Apia", "skipped", [utc(2011, 12, 30, 10, 0)]),
        ((2026, 7, 1), (9, 0), "UTC", "ok", [utc(2026, 7, 1, 9, 0)]),
    ],
)
def test_a_local_time_is_found_in_utc(
    day: tuple[int, int, int], at: tuple[int, ...], zone: str, state: str, candidates: list[datetime]
) -> None:
    moment = resolve(date(*day), time(*at), zone)
    assert (moment.state, list(moment.candidates)) == (state, candidates)


@pytest.mark.parametrize(
    "zone", ["Europe/Nowhere", "", "../../etc/passwd", "/etc/passwd", "x" * 5000, "a\0b", "."]
)
def test_a_zone_that_does_not_exist_is_named(zone: str) -> None:
    with pytest.raises(ClockFault) as caught:
        resolve(date(2026, 1, 1), time(9), zone)
    assert caught.value.code == "unknown_zone"
    assert len(caught.value.sentence) < 100


def test_the_end_of_time_is_a_fault_and_not_an_overflow() -> None:
    with pytest.raises(ClockFault) as caught:
        resolve(date.max, time(23), "America/New_York")
    assert caught.value.code == "out_of_range"


ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"]


@given(
    st.datetimes(datetime(1980, 1, 1), datetime(2060, 1, 1)).map(lambda at: at.replace(microsecond=0)),
    st.sampled_from(ZONES),
)
def test_every_candidate_reads_as_the_time_asked_for_unless_that_is_skipped(at: datetime, zone: str) -> None:
    moment = resolve(at.date(), at.time(), zone)
    shown = [found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for found in moment.candidates]
    if moment.state == "skipped":
        assert len(shown) == 1 and shown[0] > at
        before = moment.candidates[0] - timedelta(seconds=1)
        assert before.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < at
    else:
        assert shown == [at] * (1 if moment.state == "ok" else 2)
        assert list(moment.candidates) == sorted(set(moment.candidates))


def test_zones_are_named_by_their_city() -> None:
    zones = ("America/New_York", "America/Indiana/Knox", "UTC")
    assert [place(zone) for zone in zones] == ["New York", "Knox", "UTC"]
