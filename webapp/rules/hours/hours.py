"""At which hours someone may be reached, on all the clocks that may be theirs.

Clock times are minutes since midnight, up to 1440, the end of the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from webapp.rules.hours import clock

DAY = 24 * 60
FARTHEST = 15
"""Days that are looked ahead: no place is closed for longer."""
SATURDAY, SUNDAY = 5, 6


class Span(NamedTuple):
    """From `opens` to `closes`, which does not belong to it any more."""

    opens: int
    closes: int


@dataclass(frozen=True)
class Hours:
    """When a place may be reached; None: not on such a day.

    `calendar`: whose public holidays have hours of their own, as COUNTRY or COUNTRY-SUBDIVISION (US-AL);
    without one a holiday is a day like others.
    """

    weekdays: Span | None
    saturdays: Span | None
    sundays: Span | None
    holidays: Span | None = None
    calendar: str = ""

    def on(self, day: date) -> Span | None:
        """The hours of a day."""
        if self.calendar and day in public_holidays(self.calendar, day.year):
            return self.holidays
        if day.weekday() == SUNDAY:
            return self.sundays
        return self.saturdays if day.weekday() == SATURDAY else self.weekdays


class NoSuchCalendar(ValueError):
    """No one has written down the holidays of this place."""


def next_open(moment: datetime, zones: tuple[str, ...], hours: tuple[Hours, ...]) -> datetime | None:
    """The first moment (UTC) from `moment` on at which every zone is within all of `hours`.

    `moment` itself, without its seconds, when that is now; None when there is none in the next two weeks.
    """
    return _next_open(moment.astimezone(UTC).replace(second=0, microsecond=0), zones, hours)


@lru_cache(maxsize=8192)
def _next_open(moment: datetime, zones: tuple[str, ...], hours: tuple[Hours, ...]) -> datetime | None:
    if all_open(moment, zones, hours):
        return moment
    openings = sorted({at for zone in zones for one in hours for at in _openings(moment, zone, one)})
    return next((at for at in openings if at > moment and all_open(at, zones, hours)), None)


def all_open(moment: datetime, zones: tuple[str, ...], hours: tuple[Hours, ...]) -> bool:
    """Whether every zone is within all of `hours`."""
    return all(_open(moment.astimezone(ZoneInfo(zone)), one) for zone in zones for one in hours)


def _open(local: datetime, hours: Hours) -> bool:
    span = hours.on(local.date())
    return span is not None and span.opens <= local.hour * 60 + local.minute < span.closes


def _openings(moment: datetime, zone: str, hours: Hours) -> Iterator[datetime]:
    """When the days from `moment` on begin to allow it; in a gap of the clocks, the first moment after."""
    today = moment.astimezone(ZoneInfo(zone)).date()
    for day in (today + timedelta(days=ahead) for ahead in range(FARTHEST)):
        span = hours.on(day)
        if span is not None and span.opens < DAY:
            yield clock.resolve(day, time(*divmod(span.opens, 60)), zone).candidates[0]


@lru_cache(maxsize=256)
def public_holidays(calendar: str, year: int) -> frozenset[date]:
    """The public holidays of a place, with the days on which they are made up for. Raises NoSuchCalendar."""
    import holidays  # 19 MB, for which only those pay whose places need it

    country, _, subdivision = calendar.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))
    except NotImplementedError as error:
        raise NoSuchCalendar(calendar) from error
