"""In which time zones a phone may be."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files

import phonenumbers
import pytest

from webapp.rules.hours.zones import countries_of, offsets_of, zones_of

E164 = phonenumbers.PhoneNumberFormat.E164

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
    ("overlay", "base"),
    [
        ("448", "850"), ("364", "270"), ("930", "812"), ("986", "208"), ("458", "541"), ("778", "250"),
        ("236", "250"), ("672", "250"), ("581", "418"), ("367", "418"), ("474", "306"), ("639", "306"),
        ("879", "709"), ("729", "423"),
    ],
)  # fmt: skip
def test_an_area_code_over_the_same_land_has_the_same_zones(overlay: str, base: str) -> None:
    assert zones_of(f"+1{overlay}5550123") == zones_of(f"+1{base}5550123") != ()


@pytest.mark.parametrize(
    ("phone", "zones"),
    [
        ("+212650123456", ("Africa/Casablanca",)),  # an hour ahead of the Canaries in winter
        ("+213551234567", ("Africa/Algiers",)),  # no summer time, as in Paris
        ("+218912345678", ("Africa/Tripoli",)),
        ("+50581234567", ("America/Managua",)),
        ("+211977123456", ("Africa/Juba",)),
        ("+56912345678", ("America/Punta_Arenas", "America/Santiago", "Pacific/Easter")),
        ("+62812345678", ("Asia/Jakarta", "Asia/Jayapura", "Asia/Makassar")),
        ("+67570123456", ("Pacific/Bougainville", "Pacific/Port_Moresby")),
    ],
)
def test_a_country_has_its_own_zones_and_all_of_them(phone: str, zones: tuple[str, ...]) -> None:
    assert zones_of(phone) == zones


def test_no_phone_has_a_time_that_its_country_does_not_keep() -> None:
    """By the table of IANA."""
    kept = defaultdict[str, set[object]](set)
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            kept[country].add(offsets_of(zone))
    wrong = []
    for code, countries in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        example = phonenumbers.example_number_for_type(countries[0], phonenumbers.PhoneNumberType.MOBILE)
        told = zones_of(phonenumbers.format_number(example, E164)) if example else ()
        theirs = set().union(*(kept[country] for country in countries))
        wrong += [(code, zone) for zone in told if theirs and offsets_of(zone) not in theirs]
    assert wrong == []


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
