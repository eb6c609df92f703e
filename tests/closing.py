"""Hours that are open or closed at whatever time of the day a test runs."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from jobs.hours import look_again
from webapp.db import db, now
from webapp.models.user import User
from webapp.rules.hours.hours import DAY, Hours, Span
from webapp.rules.hours.places import DEFAULTS, EVERYWHERE
from webapp.services import settings
from webapp.services.hours import places

ALWAYS, MORNING, EVENING = Span(0, DAY), Span(8 * 60, 9 * 60), Span(20 * 60, 21 * 60)


def keep_hours(by: User, span: Span = ALWAYS) -> None:
    """Hours are kept, everywhere the same ones, on all days; there are no stricter places."""
    settings.put("keep_hours", True)
    for place in DEFAULTS:
        if place.code != EVERYWHERE:
            places.remove(place.code, by)
    _everywhere(by, span)


def open_all_day(by: User) -> None:
    """All places stay, and no one is asked whether they wrote lately because theirs are closed."""
    for place in DEFAULTS:
        places.put(replace(place, hours=Hours(ALWAYS, ALWAYS, ALWAYS)), by)


def close(by: User, zone: str = "America/New_York") -> None:
    """No one who lives by the clock of a zone can be reached now, nor within the next hours."""
    keep_hours(by, EVENING if now().astimezone(ZoneInfo(zone)).hour < 12 else MORNING)


def open_again(by: User) -> None:
    """The same people can be reached from now on."""
    _everywhere(by, ALWAYS)
    look_again()


def _everywhere(by: User, span: Span) -> None:
    usual = next(place for place in DEFAULTS if place.code == EVERYWHERE)
    places.put(replace(usual, hours=Hours(span, span, span)), by)
    db.session.commit()
