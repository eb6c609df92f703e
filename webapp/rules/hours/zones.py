"""In which time zones the phone with a number may be: all that its prefix allows, or none that is known.

From phonenumbers' table of prefixes. It names one zone for a whole number, that of its exchange. Yet people
take their number along: an area code of North America stands for all zones within it, and one that was laid
over another for all of that. Where the table has a neighbor's zone, or misses some, OWN is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE
from phonenumbers.timezone import time_zones_for_number
from phonenumbers.tzdata import TIMEZONE_DATA

NANP = "1"
AREA = 4
"""Digits of a North American prefix: 1 and the area code."""
START = 5
"""Letters of a phone, with its +, that tell an area of North America, or a country."""
LONGEST_COUNTRY = 3
"""Digits of a calling code."""
WIDEST = timedelta(hours=7)
"""Zones farther apart than this at some time of the year are as good as unknown."""
BEST_KNOWN = ("Europe/London", "America/Denver", "Africa/Johannesburg", "Australia/Sydney")
"""Which of several zones that keep the same time gives its name, where the first by letter would puzzle."""

OWN: Mapping[str, tuple[str, ...]] = {
    "211": ("Africa/Juba",),
    "212": ("Africa/Casablanca",),
    "213": ("Africa/Algiers",),
    "218": ("Africa/Tripoli",),
    "505": ("America/Managua",),
    "56": ("America/Santiago", "America/Punta_Arenas", "Pacific/Easter"),
    "62": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    "675": ("Pacific/Port_Moresby", "Pacific/Bougainville"),
    "691": ("Pacific/Chuuk", "Pacific/Pohnpei"),
}
"""By calling code, the zones of IANA's zone.tab. For the first five, phonenumbers 9.0 has Nairobi, the
Canaries, Paris, Bucharest and Chicago, which keep other times; for the others it has one zone."""
OVERLAYS: Mapping[str, str] = {
    "1236": "1250", "1672": "1250", "1778": "1250",
    "1364": "1270", "1367": "1418", "1581": "1418", "1448": "1850", "1458": "1541",
    "1474": "1306", "1639": "1306", "1729": "1423", "1879": "1709", "1930": "1812", "1986": "1208",
}  # fmt: skip
"""Area codes over the same land as another one, of which more is known (NANPA's and CNAC's relief plans)."""


def zones_of(phone: str) -> tuple[str, ...]:
    """The IANA zones of an E.164 number, each standing for all that keep the same time; () when unknown.

    Unknown are toll-free and other numbers that belong to no place, and those of a country so wide that no
    hour is daytime in all of it.
    """
    told = of_start(phone[:START])
    return _of_number(phone) if told is None else told


def of_start(start: str) -> tuple[str, ...] | None:
    """What the first START letters of an E.164 number tell; None: the whole number has to be looked at."""
    digits = start.removeprefix("+")
    return _of_area(digits[:AREA]) if digits.startswith(NANP) else _of_country(digits[:LONGEST_COUNTRY])


@lru_cache(maxsize=1024)
def _of_area(prefix: str) -> tuple[str, ...]:
    return _settled(_areas().get(OVERLAYS.get(prefix, prefix), frozenset()))


@cache
def _areas() -> dict[str, frozenset[str]]:
    """All zones under each area code of North America. Prefixes as short as the country say nothing."""
    found: dict[str, set[str]] = defaultdict(set)
    for prefix, zones in TIMEZONE_DATA.items():
        if prefix.startswith(NANP) and len(prefix) >= AREA:
            found[prefix[:AREA]].update(zones)
    return {prefix: frozenset(zones) for prefix, zones in found.items()}


@lru_cache(maxsize=1024)
def countries_of(zone: str) -> tuple[str, ...]:
    """The countries (ISO 3166) whose phones tell that they are in an IANA zone, sorted; () when none does."""
    found: set[str] = set()
    for prefix, told in _corrected().items():
        code = NANP if prefix.startswith(NANP) else prefix
        if zone in told and code.isdecimal():
            found.update(COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())[:1])
    return tuple(sorted(found))


@cache
def _corrected() -> dict[str, tuple[str, ...]]:
    """The zones of each prefix; those of OWN have no others."""
    others = {prefix: zones for prefix, zones in TIMEZONE_DATA.items() if not prefix.startswith(tuple(OWN))}
    return others | dict(OWN)


@lru_cache(maxsize=65536)
def _of_number(phone: str) -> tuple[str, ...]:
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return ()
    return _settled(time_zones_for_number(number))


@lru_cache(maxsize=1024)
def _of_country(digits: str) -> tuple[str, ...] | None:
    """The zones of a country that has but one; None where it takes a closer look."""
    for length in range(1, LONGEST_COUNTRY + 1):
        if digits[:length] in OWN:
            return _settled(OWN[digits[:length]])
        if digits[:length] in TIMEZONE_DATA:
            zones = _settled(TIMEZONE_DATA[digits[:length]])
            return zones if len(zones) == 1 else None
    return ()


@lru_cache(maxsize=4096)
def _settled(zones: frozenset[str] | tuple[str, ...]) -> tuple[str, ...]:
    """One name for each time that is kept, sorted; () when they are too far apart, or one is not known."""
    by_time: dict[tuple[timedelta, ...], str] = {}
    for zone in sorted(zones, key=lambda name: (name not in BEST_KNOWN, name)):
        offsets = offsets_of(zone)
        if offsets is None:
            return ()
        by_time.setdefault(offsets, zone)
    spread = max((max(one) - min(one) for one in zip(*by_time, strict=True)), default=timedelta())
    return () if spread > WIDEST else tuple(sorted(by_time.values()))


@lru_cache(maxsize=1024)
def offsets_of(zone: str) -> tuple[timedelta, ...] | None:
    """How far a zone is from UTC through this year, by the week: a fingerprint. None for no known zone."""
    try:
        info = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    start = datetime(datetime.now(UTC).year, 1, 1, tzinfo=UTC)
    moments = (start + timedelta(weeks=week) for week in range(53))
    return tuple(moment.astimezone(info).utcoffset() or timedelta() for moment in moments)
