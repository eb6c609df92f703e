"""In which time zones a phone may be."""

from __future__ import annotations

import pytest

from webapp.rules.zones import countries_of, zones_of

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"


@pytest.mark.parametrize(
    ("phone", "zones"),
    [
        ("+12025550123", (NEW_YORK,)),
        ("+13055550123", (NEW_YORK,)),
        ("+14805550123", ("America/Phoenix",)),
        ("+18085550123", ("Pacific/Honolulu",)),
        ("+16715550123", ("Pacific/Guam",)),
        ("+17875550123", ("America/Puerto_Rico",)),
        ("+14165550123", ("America/Toronto",)),
        ("+8613812345678", ("Asia/Shanghai",)),
        ("+447911123456", ("Europe/London",)),
        ("+33612345678", ("Europe/Paris",)),
        ("+4915112345678", ("Europe/Berlin",)),
        ("+5511912345678", ("America/Sao_Paulo",)),
        ("+819012345678", ("Asia/Tokyo",)),
    ],
)
def test_a_phone_of_one_zone(phone: str, zones: tuple[str, ...]) -> None:
    assert zones_of(phone) == zones


@pytest.mark.parametrize(
    ("phone", "zones"),
    [
        # The panhandle of Florida lies in two zones, whatever the exchange: people take their number along.
        ("+18502345678", (CHICAGO, NEW_YORK)),
        ("+18502005678", (CHICAGO, NEW_YORK)),
        # So does Idaho.
        ("+12083425678", (DENVER, "America/Los_Angeles")),
        ("+12082155678", (DENVER, "America/Los_Angeles")),
        ("+34612345678", ("Atlantic/Canary", "Europe/Madrid")),
    ],
)
def test_an_area_of_several_zones_gives_all_of_them(phone: str, zones: tuple[str, ...]) -> None:
    found = zones_of(phone)
    assert tuple(sorted(DENVER if zone == "America/Boise" else zone for zone in found)) == tuple(
        sorted(zones)
    )


@pytest.mark.parametrize(
    "phone",
    [
        "+18005550123",  # toll-free
        "+18885550123",
        "+18335550123",
        "+15005550006",  # personal numbers, Twilio's and Vonage's tests
        "+19005550123",
        "+80012345678",  # international freephone
        "+88213123456",  # networks of no country
        "+79161234567",  # a mobile phone anywhere in Russia
        "+1",
        "nobody",
    ],
)
def test_a_phone_that_belongs_to_no_place_is_unknown(phone: str) -> None:
    assert zones_of(phone) == ()


@pytest.mark.parametrize(
    ("zone", "countries"),
    [("Europe/Berlin", ("DE",)), ("America/New_York", ("MX", "US")), ("UTC", ()), ("Mars/Olympus", ())],
)
def test_a_zone_tells_in_which_countries_its_phones_are(zone: str, countries: tuple[str, ...]) -> None:
    assert set(countries) <= set(countries_of(zone))
    assert bool(countries) == bool(countries_of(zone))
