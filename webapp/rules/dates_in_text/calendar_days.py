"""Days by what people call them, from today on. What does not exist is None, never another day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from webapp.rules.dates_in_text.said import Ambiguity

Found = tuple[date, Ambiguity | None]
"""A day, and why it is not certain."""

_RECENT = 60
"""Days. A day of the year that has just passed may be meant, or the year's may be wrong."""
_WEEK = timedelta(days=7)


def day(year: int, month: int, of_month: int) -> date | None:
    """None when there is no such day."""
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def next_weekday(today: date, weekday: int) -> Found:
    """The next one; on that very weekday it is not certain that a week from now is meant."""
    ahead = (weekday - today.weekday()) % 7
    if ahead == 0:
        return today + _WEEK, Ambiguity.TODAY_OR_LATER
    return today + timedelta(days=ahead), None


def weekday_of_week(today: date, weekday: int, weeks: int) -> date:
    """Of the calendar week (from Monday, ISO 8601) so many weeks on."""
    return today + timedelta(days=weekday - today.weekday() + 7 * weeks)


def weekday_called_next(today: date, weekday: int) -> Found:
    """ "Next Tuesday" is that of the next week, and people disagree when there is one before; so they do on
    Sundays, when the next week has begun for some.
    """
    found = weekday_of_week(today, weekday, 1)
    nearest = next_weekday(today, weekday)[0]
    certain = found == nearest and today.weekday() != calendar.SUNDAY
    return found, None if certain or found - today == _WEEK else Ambiguity.THIS_OR_NEXT_WEEK


def next_day_of_month(today: date, of_month: int) -> Found | None:
    """ "The 4th". In a month that has no such day, the next month's is meant."""
    year, month = today.year, today.month
    for _ in range(3):
        found = day(year, month, of_month)
        if found and found >= today:
            return found, Ambiguity.TODAY_OR_LATER if found == today else None
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return None


def next_day_of_year(today: date, month: int, of_month: int) -> Found | None:
    """ "4 December": this year's or the next one's."""
    this_year = day(today.year, month, of_month)
    if this_year and this_year >= today:
        return this_year, None
    found = day(today.year + 1, month, of_month)
    if found is None:
        return None
    recent = this_year is not None and (today - this_year).days <= _RECENT
    return found, Ambiguity.WHICH_YEAR if recent else None


def weekday_and_day(today: date, weekday: int, of_month: int) -> date | None:
    """ "Friday the 4th": the next 4th, if it is a Friday."""
    found = next_day_of_month(today, of_month)
    return found[0] if found and found[0].weekday() == weekday else None


def months_later(start: date, months: int) -> Found | None:
    """The same day of a later month; its last, for a day that it does not have."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    shortened = start.day > last
    return date(year, month + 1, min(start.day, last)), Ambiguity.APPROXIMATE if shortened else None


def days_later(start: date, days: int) -> date | None:
    """None beyond the calendar."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None
