"""How much of a time was within hours: what has passed of a promise to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from webapp.rules.hours import clock
from webapp.rules.hours.hours import DAY, Hours, Span


def within(start: datetime, end: datetime, zone: str, hours: Sequence[Hours]) -> timedelta:
    """Of the time from `start` to `end`, what was within all of `hours` on the clock of a zone.

    Without any hours, all of it.
    """
    if not hours:
        return max(end - start, timedelta(0))
    spans = _spans(start, end, zone, hours)
    return sum(
        (max(min(end, until) - max(start, since), timedelta(0)) for since, until in spans), timedelta(0)
    )


def _spans(
    start: datetime, end: datetime, zone: str, hours: Sequence[Hours]
) -> Iterator[tuple[datetime, datetime]]:
    tz = ZoneInfo(zone)
    day, last = start.astimezone(tz).date(), end.astimezone(tz).date()
    while day <= last:
        span = _common([one.on(day) for one in hours])
        if span is not None:
            opens = clock.resolve(day, time(*divmod(span.opens, 60)), zone).candidates[0]
            whole = span.closes >= DAY
            on, at = (day + timedelta(days=1), time(0)) if whole else (day, time(*divmod(span.closes, 60)))
            yield opens, clock.resolve(on, at, zone).candidates[0]
        day += timedelta(days=1)


def _common(spans: Sequence[Span | None]) -> Span | None:
    known = [one for one in spans if one is not None]
    if len(known) < len(spans):
        return None
    opens, closes = max(one.opens for one in known), min(one.closes for one in known)
    return Span(opens, closes) if opens < closes else None
