"""The hours of a phone: where its owner is, whether they may be reached there now, and if not, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.errors import Fault
from webapp.models.contact import Contact
from webapp.rules.hours import clock, hours, zones
from webapp.rules.hours.places import Place
from webapp.services.hours import places

NOWHERE = "time zone unknown"
"""Why someone is skipped whose phone does not tell where they are."""


class Where(NamedTuple):
    """The zones in which someone may be (none: unknown), and the places whose hours bind."""

    zones: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def hours(self) -> tuple[hours.Hours, ...]:
        return tuple(place.hours for place in self.places)


@dataclass(frozen=True)
class Closed:
    """They may not be reached at a moment; `until` (UTC) is None when no one can say when they may."""

    sentence: str
    short: str
    until: datetime | None = None


@dataclass(frozen=True)
class HoursOptions:
    """What a sender asks for: `unknown_zone` for phones that tell none, and not before `local_at` there.

    `anywhere`: an unknown zone is no obstacle, for example because a person decides about this one message.
    `any_hour`: the team keeps no hours.
    """

    unknown_zone: str = ""
    local_at: str = ""
    anywhere: bool = False
    any_hour: bool = False


NEVER = Closed(
    "There is no hour at which all clocks and places that may be theirs are open. Change the hours.",
    "no hour is open for them",
)
"""They wait, and are looked at once a day."""
UNKNOWN = Closed("Their phone does not tell in which time zone they are. Choose one for them.", NOWHERE)


def where(phones: Iterable[str], at: datetime, unknown_zone: str = "") -> list[tuple[Where, list[str]]]:
    """Where the owners of phones are: where they said, else where their phone may be, else `unknown_zone`.

    Phones that are at the same place together: a list has a million of them, and some hundred places.
    """
    wanted = list(phones)
    said, atlas = _said(wanted), places.atlas()
    otherwise = (unknown_zone,) if unknown_zone else ()
    found = [(Where(zone, atlas.of(phone, _day(at, zone))), [phone]) for phone, zone in said.items()]
    for start, own in _by_start((one for one in wanted if one not in said), atlas.longest).items():
        for told, some in _by_zones(start, own):
            in_zones = told or otherwise
            found.append((Where(in_zones, atlas.of(start, _day(at, in_zones))), some))
    return found


def _day(at: datetime, in_zones: tuple[str, ...]) -> date:
    """By which it is told what is in force: theirs, and the later one where it may be two."""
    return max((at.astimezone(ZoneInfo(zone)).date() for zone in in_zones), default=at.date())


def _by_start(phones: Iterable[str], longest: int) -> dict[str, list[str]]:
    """Phones by the letters that tell their places, and mostly their zones."""
    letters = max(longest, zones.START)
    found: dict[str, list[str]] = {}
    for phone in phones:
        found.setdefault(phone[:letters], []).append(phone)
    return found


def _by_zones(start: str, phones: list[str]) -> Iterable[tuple[tuple[str, ...], list[str]]]:
    told = zones.of_start(start[: zones.START])
    if told is not None:
        return [(told, phones)]
    found: dict[tuple[str, ...], list[str]] = {}
    for phone in phones:
        found.setdefault(zones.zones_of(phone), []).append(phone)
    return found.items()


def zones_of(phone: str, said: str = "") -> tuple[str, ...]:
    """The zones of one phone alone, whose owner, or staff, `said` one; none: unknown."""
    return (said,) if said and _exists(said) else zones.zones_of(phone)


def chosen_zone(typed: str) -> str:
    """The IANA zone that someone chose, by its name or by its city (new york). Raises Fault."""
    zone = named_zone(typed)
    if zone is None:
        raise Fault("Choose a time zone from the list, for example Europe/Berlin.", "zone")
    return zone


def named_zone(written: str) -> str | None:
    """The same for what stands in a list; None: there is no such zone."""
    return _zones_by_name().get("_".join(written.split()).casefold())


@cache
def _zones_by_name() -> dict[str, str]:
    """Each zone by its whole name and, where no other has the same, by its city."""
    cities = {zone: zone.rpartition("/")[2].casefold() for zone in clock.zone_names()}
    times = Counter(cities.values())
    own = {city: zone for zone, city in cities.items() if times[city] == 1}
    return own | {zone.casefold(): zone for zone in cities}


def closed(phones: Iterable[str], at: datetime, options: HoursOptions) -> dict[str, Closed]:
    """Those of `phones` whose owners may not be reached at a moment (UTC)."""
    judged = ((_judge(place, at, options), own) for place, own in where(phones, at, options.unknown_zone))
    return {phone: verdict for verdict, own in judged if verdict is not None for phone in own}


def next_open(place: Where, at: datetime, local_at: str = "") -> datetime | None:
    """When someone there can be reached first, from `at` on; None when there is no such moment."""
    earliest = max(at, starts_at(local_at, place.zones)) if local_at else at
    opens = hours.next_open(earliest, place.zones, place.hours)
    return opens if opens is None else max(opens, earliest)


def starts_at(local_at: str, in_zones: Iterable[str]) -> datetime:
    """When 2026-11-26T10:00 has come on all clocks."""
    local = datetime.fromisoformat(local_at)
    return max(clock.resolve(local.date(), local.time(), zone).candidates[-1] for zone in in_zones)


def _judge(place: Where, at: datetime, options: HoursOptions) -> Closed | None:
    if not place.zones:
        return None if options.anywhere else UNKNOWN
    until = next_open(place._replace(places=()) if options.any_hour else place, at, options.local_at)
    if until is None:
        return replace(NEVER, until=at + timedelta(days=1))
    return None if until <= at else _closed(place.zones, at, until)


def _closed(in_zones: tuple[str, ...], at: datetime, until: datetime) -> Closed:
    opens = said(until, in_zones, at)
    present = " or ".join(dict.fromkeys(_time(at.astimezone(ZoneInfo(zone))) for zone in in_zones))
    sentence = f"It is {present} where they are. They can be reached from {opens} on."
    return Closed(sentence, f"until {opens}", until)


def said(moment: datetime, in_zones: Iterable[str], at: datetime) -> str:
    """A moment on the local clock there, as one says it at `at`: 8:00 their time.

    Where several clocks may be theirs, on the one that is behind the others.
    """
    local = _behind(moment, in_zones)
    ahead = moment - at
    day = "" if ahead < timedelta(hours=23) else f"{local:%A} "
    day = f"{local.day} {local:%B} " if ahead > timedelta(days=6) else day
    return f"{day}{_time(local)} their time"


def days(moments: Mapping[str, datetime], at: datetime, unknown_zone: str = "") -> dict[str, date]:
    """On which day, by the owner's clock as `said` reads it, something was that happened to each phone.

    The day in UTC where no one knows the zone.
    """
    found = where(moments, at, unknown_zone)
    return {
        phone: _behind(moments[phone], place.zones or ("UTC",)).date()
        for place, own in found
        for phone in own
    }


def _behind(moment: datetime, in_zones: Iterable[str]) -> datetime:
    """On the local clock that is behind the others."""
    readings = [moment.astimezone(ZoneInfo(zone)) for zone in in_zones]
    return min(readings, key=lambda one: one.replace(tzinfo=None))


def _time(local: datetime) -> str:
    return f"{local.hour}:{local:%M}"


def _said(phones: list[str]) -> dict[str, tuple[str, ...]]:
    """The zones that people have told us, or staff; none where there is no such zone (any more)."""
    return {
        row.phone: (row.timezone,) if _exists(row.timezone) else ()
        for row in execute_core(_told(), {"phones": phones})
    }


@lru_cache(maxsize=1024)
def _exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError):
        return False
    return True


@cached_statement
def _told() -> Select[str, str]:
    told = (in_param(Contact.phone, "phones"), Contact.timezone != "")
    return select(Contact.phone, Contact.timezone).where(*told)
