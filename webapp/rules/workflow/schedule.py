"""When the clock starts a workflow: every day, week or month, by a cron text, or around a date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from webapp.rules import comparing
from webapp.rules.hours import clock

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
AHEAD = 8 * 366 + 1
"""Days that are looked ahead for a cron text: every 29 February comes within."""
LONGEST = 100
_NAMES = {name[:3]: number for number, name in enumerate(WEEKDAYS, start=1)} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if number
}
_PART = re.compile(r"(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:/(\d{1,2}))?")
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))


class NoSchedule(ValueError):
    """`sentence` says what is wrong with it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Cron:
    """Five fields, as in crontab(5): with a day of the month and a weekday, either of them will do.

    What begins with a star, as */2, is none in that sense: then both have to fit.
    """

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either: bool

    @classmethod
    def read(cls, text: str) -> Cron:
        """Raises NoSchedule, also where it would never come true."""
        parts = text.lower().split()
        if len(parts) != 5 or len(text) > LONGEST:
            raise NoSchedule("A cron text has five parts: minute, hour, day, month and weekday.")
        minutes, hours, days, months, week = (
            _numbers(part, *field) for part, field in zip(parts, _FIELDS, strict=True)
        )
        both = not any(part.startswith("*") for part in (parts[2], parts[4]))
        found = cls(minutes, hours, days, months, frozenset(one % 7 for one in week), both)
        if found.next_day(date(2024, 1, 1)) is None:
            raise NoSchedule(f"“{text}” never comes: there is no such day.")
        return found

    def fits(self, day: date) -> bool:
        """Whether it fires on a day at all."""
        if day.month not in self.months:
            return False
        of_month, of_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return (of_month or of_week) if self.either else (of_month and of_week)

    def next_day(self, day: date) -> date | None:
        """The first from `day` on; None: there is none."""
        return next((one for one in _days(day) if self.fits(one)), None)

    def next(self, after: datetime, zone: str) -> datetime:
        """The first moment (UTC) behind `after`, on the clock of a zone. Raises NoSchedule."""
        times = [time(hour, minute) for hour in sorted(self.hours) for minute in sorted(self.minutes)]
        for day in _days(after.astimezone(ZoneInfo(zone)).date()):
            if self.fits(day) and (found := _first(day, times, after, zone)):
                return found
        raise NoSchedule("This schedule never comes again.")


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range(AHEAD))


def _first(day: date, times: Iterable[time], after: datetime, zone: str) -> datetime | None:
    """Where the clocks jump over a time, at the jump; where they show it twice, the first time."""
    moments = (clock.resolve(day, at, zone).candidates[0] for at in times)
    return next((one for one in moments if one > after), None)


def _numbers(part: str, name: str, least: int, most: int) -> frozenset[int]:
    found: set[int] = set()
    for one in part.split(","):
        match = _PART.fullmatch(one)
        if match is None:
            raise NoSchedule(f"“{part}” is no {name}.")
        first, last, step = match.groups()
        begins = least if first == "*" else _number(first, name)
        ends = most if first == "*" or (step and not last) else _number(last or first, name)
        if not least <= begins <= ends <= most or step == "0":
            raise NoSchedule(f"“{part}” is no {name}: it goes from {least} to {most}.")
        found.update(range(begins, ends + 1, int(step or 1)))
    return frozenset(found)


def _number(text: str, name: str) -> int:
    if text.isdecimal():
        return int(text)
    if text[:3] not in _NAMES or name not in ("weekday", "month"):
        raise NoSchedule(f"“{text}” is no {name}.")
    return _NAMES[text[:3]]


def daily(at: time, after: datetime, zone: str) -> datetime:
    """The next day at a time, behind `after` (UTC)."""
    return _by_day(lambda day: True, at, after, zone)


def weekly(weekday: str, at: time, after: datetime, zone: str) -> datetime:
    """The next such weekday. `weekday`: one of WEEKDAYS."""
    wanted = WEEKDAYS.index(weekday)
    return _by_day(lambda day: day.weekday() == wanted, at, after, zone)


def monthly(number: int, at: time, after: datetime, zone: str) -> datetime:
    """The next such day of a month; in a shorter month, its last."""

    def fits(day: date) -> bool:
        return day.day == min(number, calendar.monthrange(day.year, day.month)[1])

    return _by_day(fits, at, after, zone)


def _by_day(fits: Callable[[date], bool], at: time, after: datetime, zone: str) -> datetime:
    first = after.astimezone(ZoneInfo(zone)).date()
    days = (one for one in _days(first) if fits(one))
    return next(found for one in days if (found := _first(one, [at], after, zone)))


@dataclass(frozen=True, slots=True)
class Around:
    """So many days from a date (less than 0: before it), at a time of day; `yearly`: each year again."""

    days: int
    at: time
    yearly: bool = False

    def due(self, value: str, zone: str, after: datetime) -> datetime | None:
        """The moment (UTC), or with `yearly` the next one behind `after`. None: it is no date.

        29 February is the 28th where there is none. The first year is the one that is said: what is renewed
        in two years is not renewed before.
        """
        said = comparing.local_moment(value, zone)
        if said is None:
            return None
        if not self.yearly:
            return self._moment(said.date(), zone)
        first = max(said.year, (after.astimezone(UTC) - timedelta(days=self.days)).year - 1)
        years = range(first, min(first + 4, MAXYEAR + 1))
        found = (self._moment(_in_year(said.date(), year), zone) for year in years)
        return next((one for one in found if one is not None and one > after), None)

    def _moment(self, day: date, zone: str) -> datetime | None:
        try:
            return clock.resolve(day + timedelta(days=self.days), self.at, zone).candidates[0]
        except (OverflowError, clock.ClockFault):
            return None


def _in_year(day: date, year: int) -> date:
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, min(day.day, last))
