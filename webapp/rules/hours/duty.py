"""The weekly hours of one of the team, on their own clock: when they are on duty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from webapp.rules.hours import clock
from webapp.rules.hours.hours import DAY, Span

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Week = Mapping[str, Span]
"""By name of the day; a day off is left out."""


def is_on(week: Week, zone: str, moment: datetime) -> bool:
    """Whether `moment` (aware) is within the hours on the clock of `zone` (IANA)."""
    local = moment.astimezone(ZoneInfo(zone))
    span = week.get(DAYS[local.weekday()])
    return span is not None and span.opens <= local.hour * 60 + local.minute < span.closes


def next_start(week: Week, zone: str, moment: datetime) -> datetime | None:
    """When they are on duty the next time after `moment` (aware), in UTC; None for a week without hours."""
    today = moment.astimezone(ZoneInfo(zone)).date()
    for day in (today + timedelta(days=ahead) for ahead in range(len(DAYS) + 1)):
        span = week.get(DAYS[day.weekday()])
        if span is not None:
            at = clock.resolve(day, time(*divmod(span.opens, 60)), zone).candidates[0]
            if at > moment:
                return at
    return None


def to_json(week: Week) -> dict[str, Any]:
    """To be stored: minutes since midnight."""
    return {day: list(week[day]) for day in DAYS if day in week}


def from_json(stored: Any) -> dict[str, Span]:
    """As it was stored; what is no span of a day is left out."""
    if not isinstance(stored, dict):
        return {}
    return {day: Span(*stored[day]) for day in DAYS if _is_span(stored.get(day))}


def _is_span(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not all(type(one) is int for one in value):
        return False
    opens, closes = value
    return bool(0 <= opens < closes <= DAY)
