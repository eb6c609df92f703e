"""Times as people read them: how long ago, and exactly, in the reader's time zone."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import g, has_request_context
from flask_login import current_user
from markupsafe import Markup

from webapp.db import now
from webapp.rules.hours import clock

UTC = ZoneInfo("UTC")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
"""As strftime writes them, which takes three times as long."""
_STEPS = ((60, 1, "second"), (3600, 60, "minute"), (86400, 3600, "hour"), (604800, 86400, "day"))


def zone() -> ZoneInfo:
    """The zone of the person behind this request; UTC for no one."""
    if not has_request_context():
        return UTC
    known: ZoneInfo | None = g.get("zone")  # a list says a time in every row
    if known is None:
        known = g.zone = _known(getattr(current_user, "timezone", "UTC"))
    return known


def _known(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


@cache
def zone_choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Every IANA zone with a place in its name, by region: what a select offers."""
    groups: dict[str, list[tuple[str, str]]] = {"Everywhere": [("UTC", "UTC")]}
    for name in sorted(clock.zone_names()):
        region, _, place = name.partition("/")
        if place and region not in ("Etc", "SystemV", "US", "Canada", "Brazil", "Chile", "Mexico"):
            groups.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return tuple((region, tuple(zones)) for region, zones in groups.items())


def when(moment: datetime | None, absent: str = "never") -> Markup:
    """`3 minutes ago`, the exact time on hover; older than a week: the date."""
    if moment is None:
        return Markup('<span class="muted">{}</span>').format(absent)
    return element(here(moment), relative(moment), " data-relative")


def is_near(moment: datetime) -> bool:
    """Whether `when` tells how far away it is; else it tells the date, which need not follow a date."""
    return abs((now() - moment).total_seconds()) < _STEPS[-1][0]


def stamp(moment: datetime | None, absent: str = "never") -> Markup:
    """The exact date and time, as in `12 Mar 2025, 14:03`."""
    if moment is None:
        return Markup('<span class="muted">{}</span>').format(absent)
    local = here(moment)
    return element(local, short(local))


def field_time(moment: datetime) -> str:
    """On the reader's clock, as a field of a form wants it."""
    return f"{here(moment):%Y-%m-%dT%H:%M}"


def clock_of(local: datetime) -> str:
    """`Mon 14:03`, on the clock that it is on already."""
    return f"{local:%a %H:%M}"


def day_and_hour(local: datetime) -> str:
    """`Tuesday 3 March, 9:00`, on the clock that it is on already."""
    return f"{local:%A} {local.day} {local:%B}, {local.hour}:{local:%M}"


def in_zone(moment: datetime, name: str) -> datetime:
    """On the clock of an IANA zone."""
    return moment.astimezone(_known(name))


def here(moment: datetime) -> datetime:
    """On the reader's clock."""
    return moment.astimezone(zone())


def element(local: datetime, words: str, mark: str = "") -> Markup:
    """A time in these words; exactly, as in `12 Mar 2025, 14:03:09 CET`, on hover. `mark`: an attribute.

    A page has a hundred of them. No one has typed any part, so nothing is escaped.
    """
    at = local.time().isoformat("seconds")
    exact = f"{local.day} {MONTHS[local.month - 1]} {local.year}, {at} {local.tzname()}"
    return Markup(f'<time datetime="{local.isoformat()}" title="{exact}"{mark}>{words}</time>')  # noqa: S704


def short(local: datetime) -> str:
    """`12 Mar 2025, 14:03`."""
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local.time().isoformat('minutes')}"


def relative(moment: datetime) -> str:
    """Words for the distance to now; static/js/times.js keeps them true."""
    seconds = (now() - moment).total_seconds()
    away = abs(seconds)
    if away < 10:
        return "just now"
    for limit, size, unit in _STEPS:
        if away < limit:
            count = int(away // size) if seconds > 0 else round(away / size)
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return short(here(moment))
