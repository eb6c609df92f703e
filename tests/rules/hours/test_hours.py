"""At which hours someone may be reached: travels in time over borders of zones and changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.rules.hours.hours import Hours, NoSuchCalendar, Span, all_open, next_open, public_holidays
from webapp.rules.hours.places import DEFAULTS, EVERYWHERE, Atlas
from webapp.rules.hours.zones import zones_of

ATLAS = Atlas(DEFAULTS)
DAY = Span(8 * 60, 21 * 60)
USUAL = Hours(DAY, DAY, DAY)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def reached(phone: str, moment: datetime) -> datetime | None:
    """When someone can be reached first, by their phone alone."""
    hours = tuple(place.hours for place in ATLAS.of(phone, moment.date()))
    return next_open(moment, zones_of(phone), hours)


NY, CHI, LA = "America/New_York", "America/Chicago", "America/Los_Angeles"

TRAVELS = [
    # phone, the moment on a clock of this zone, and the first moment at which they can be reached
    ("a morning", "+12025550123", "2026-11-25T08:00", NY, "2026-11-25T08:00"),
    ("a minute too early", "+12025550123", "2026-11-25T07:59", NY, "2026-11-25T08:00"),
    ("the last minute", "+12025550123", "2026-11-25T20:59", NY, "2026-11-25T20:59"),
    ("a minute too late", "+12025550123", "2026-11-25T21:00", NY, "2026-11-26T08:00"),
    ("the same moment farther west", "+13105550123", "2026-11-25T21:00", NY, "2026-11-25T21:00"),
    ("and too early there", "+13105550123", "2026-11-25T09:00", NY, "2026-11-25T11:00"),
    ("Florida at 20:30", "+13055550123", "2026-11-25T20:30", NY, "2026-11-26T08:00"),
    ("Florida at 19:59", "+13055550123", "2026-11-25T19:59", NY, "2026-11-25T19:59"),
    (
        "850: eight in the east is seven in the west",
        "+18505550123",
        "2026-11-25T08:00",
        NY,
        "2026-11-25T09:00",
    ),
    ("850: closed when the east closes", "+18505550123", "2026-11-25T19:30", CHI, "2026-11-26T08:00"),
    ("850: open in both", "+18505550123", "2026-11-25T18:59", CHI, "2026-11-25T18:59"),
    ("208: waits for the Pacific", "+12085550123", "2026-11-25T08:30", "America/Boise", "2026-11-25T09:00"),
    ("208: closes with the mountains", "+12085550123", "2026-11-25T20:00", LA, "2026-11-26T08:00"),
    ("Connecticut at 8:30", "+12035550123", "2026-11-25T08:30", NY, "2026-11-25T09:00"),
    ("Oklahoma at 20:00", "+14055550123", "2026-11-25T20:00", CHI, "2026-11-26T08:00"),
    ("a Sunday in Alabama", "+12055550123", "2026-11-22T12:00", CHI, "2026-11-23T08:00"),
    ("Saturday evening in Alabama", "+12055550123", "2026-11-21T20:00", CHI, "2026-11-23T08:00"),
    ("Thanksgiving in Alabama", "+12055550123", "2026-11-26T12:00", CHI, "2026-11-27T08:00"),
    (
        "Fourth of July on a Saturday, and its Friday",
        "+12055550123",
        "2026-07-03T12:00",
        CHI,
        "2026-07-06T08:00",
    ),
    ("Christmas in Louisiana", "+15045550123", "2026-12-25T12:00", CHI, "2026-12-26T08:00"),
    ("Rhode Island, a weekday evening", "+14015550123", "2026-11-25T18:00", NY, "2026-11-27T09:00"),
    ("Rhode Island, a Saturday", "+14015550123", "2026-11-28T09:30", NY, "2026-11-28T10:00"),
    ("a Sunday morning in Texas", "+15125550123", "2026-11-22T10:00", CHI, "2026-11-22T12:00"),
    ("Berlin at 7", "+4915112345678", "2026-11-25T07:00", "Europe/Berlin", "2026-11-25T08:00"),
    ("London at 21", "+447911123456", "2026-11-25T21:00", "Europe/London", "2026-11-26T08:00"),
    ("Tokyo at noon", "+819012345678", "2026-11-25T12:00", "Asia/Tokyo", "2026-11-25T12:00"),
    ("half an hour off: India", "+919812345678", "2026-11-25T07:45", "Asia/Kolkata", "2026-11-25T08:00"),
    ("the clocks go forward in the night", "+12025550123", "2026-03-07T21:30", NY, "2026-03-08T08:00"),
    ("the clocks go back in the night", "+12025550123", "2026-10-31T21:30", NY, "2026-11-01T08:00"),
    ("no summer time in Arizona", "+14805550123", "2026-07-01T07:30", "America/Phoenix", "2026-07-01T08:00"),
    (
        "Europe changes on another day",
        "+4915112345678",
        "2026-10-25T07:59",
        "Europe/Berlin",
        "2026-10-25T08:00",
    ),
]


@pytest.mark.parametrize(
    ("what", "phone", "moment", "zone", "opens"), TRAVELS, ids=[one[0] for one in TRAVELS]
)
def test_when_somebody_can_be_reached(what: str, phone: str, moment: str, zone: str, opens: str) -> None:
    assert reached(phone, at(moment, zone)) == at(opens, zone)


def test_a_night_in_which_the_clocks_change_is_an_hour_shorter_or_longer() -> None:
    nights = {
        "2026-03-07": timedelta(hours=10),  # on the 8th the clocks go forward
        "2026-03-14": timedelta(hours=11),
        "2026-10-31": timedelta(hours=12),  # on the 1st they go back
    }
    for day, length in nights.items():
        evening = at(f"{day}T21:00", NY)
        opens = next_open(evening, (NY,), (USUAL,))
        assert opens is not None and opens - evening == length


def test_hours_that_begin_where_the_clocks_jump_begin_after_the_jump() -> None:
    early = Hours(*[Span(2 * 60 + 30, 6 * 60)] * 3)
    assert next_open(at("2026-03-08T00:00", NY), (NY,), (early,)) == at("2026-03-08T03:00", NY)


def test_a_rule_binds_from_its_day_on() -> None:
    places = [place.code for place in ATLAS.of("+12035550123", date(2023, 9, 30))]
    assert places == [EVERYWHERE]
    assert [place.code for place in ATLAS.of("+12035550123", date(2023, 10, 1))] == [EVERYWHERE, "US-CT"]


def test_hours_that_never_meet_are_never() -> None:
    morning, evening = Span(8 * 60, 9 * 60), Span(20 * 60, 21 * 60)
    both = (Hours(morning, morning, morning), Hours(evening, evening, evening))
    assert next_open(at("2026-11-25T10:00", NY), (NY,), both) is None


def test_holidays_that_nobody_knows_are_no_silent_workday() -> None:
    with pytest.raises(NoSuchCalendar):
        public_holidays("XX", 2026)
    with pytest.raises(NoSuchCalendar):
        public_holidays("US-ZZ", 2026)


ZONES = st.lists(st.sampled_from([NY, CHI, LA, "America/Boise", "Europe/Berlin"]), min_size=1, max_size=2)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))


@settings(max_examples=150, deadline=None)
@given(moment=MOMENTS, zones=ZONES, places=st.lists(st.sampled_from(DEFAULTS), min_size=1, max_size=2))
def test_whoever_is_reached_is_within_every_hour_on_every_clock(moment, zones, places) -> None:  # type: ignore[no-untyped-def]
    hours = tuple(place.hours for place in places)
    opens = next_open(moment, tuple(zones), hours)
    if opens is None:
        return
    assert all_open(opens, tuple(zones), hours)
    for zone in zones:
        local = opens.astimezone(ZoneInfo(zone))
        for one in hours:
            span = one.on(local.date())
            assert span is not None
            assert span.opens <= local.hour * 60 + local.minute < span.closes
    before = moment.replace(second=0, microsecond=0)
    if opens > before:  # nothing between was open: looked at every quarter of an hour
        steps = range(int((opens - before).total_seconds() // 900))
        quarters = (before + timedelta(minutes=15 * step) for step in steps)
        assert not any(all_open(one, tuple(zones), hours) for one in quarters)
