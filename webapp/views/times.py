"""Times as people read them: how long ago, and exactly, in the zone of whoever is looking."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from flask import g, has_request_context
from flask_login import current_user
from markupsafe import Markup

from webapp.db import now

UTC = ZoneInfo("UTC")
_STEPS = ((60, 1, "second"), (3600, 60, "minute"), (86400, 3600, "hour"), (604800, 86400, "day"))


def zone() -> ZoneInfo:
    """The zone of the person behind this request; UTC for nobody."""
    if not has_request_context():
        return UTC
    if "zone" not in g:  # a list says a time in every row
        g.zone = _known(getattr(current_user, "timezone", "UTC"))
    found: ZoneInfo = g.zone
    return found


def _known(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every IANA zone with a place in its name, by region: what a select offers."""
    groups: dict[str, list[tuple[str, str]]] = {"Everywhere": [("UTC", "UTC")]}
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if place and region not in ("Etc", "SystemV", "US", "Canada", "Brazil", "Chile", "Mexico"):
            groups.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return list(groups.items())


def when(moment: datetime | None, absent: str = "never") -> Markup:
    """`3 minutes ago`, the exact time on hover; older than a week: the date."""
    if moment is None:
        return Markup('<span class="muted">{}</span>').format(absent)
    markup = '<time datetime="{}" title="{}" data-relative>{}</time>'
    return Markup(markup).format(moment.isoformat(), exact(moment), relative(moment))  # noqa: S704


def stamp(moment: datetime | None, absent: str = "never") -> Markup:
    """The exact date and time, as in `12 Mar 2025, 14:03`."""
    if moment is None:
        return Markup('<span class="muted">{}</span>').format(absent)
    markup = '<time datetime="{}" title="{}">{}</time>'
    return Markup(markup).format(moment.isoformat(), exact(moment), short(moment))  # noqa: S704


def exact(moment: datetime) -> str:
    """`12 Mar 2025, 14:03:09 CET`."""
    local = moment.astimezone(zone())
    return f"{local.day} {local:%b %Y, %H:%M:%S %Z}"


def short(moment: datetime) -> str:
    """`12 Mar 2025, 14:03`."""
    local = moment.astimezone(zone())
    return f"{local.day} {local:%b %Y, %H:%M}"


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
    return short(moment)
