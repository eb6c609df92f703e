"""Until when a conversation may be snoozed: moments that are offered, on someone's clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from webapp.rules.hours import clock

MORNING = time(9)
A_WHILE = timedelta(hours=3)
EVENING = time(20)
"""What would be later than that today is offered for tomorrow alone."""
MONDAY = 0


class Offer(NamedTuple):
    """`word`: as in `Tomorrow morning`. `at`: UTC."""

    word: str
    at: datetime


def offers(moment: datetime, zone: str) -> list[Offer]:
    """Those that make sense at a moment (UTC), the first first. Raises ClockFault for an unknown zone."""
    local = moment.astimezone(ZoneInfo(zone))
    soon = (local + A_WHILE).replace(minute=0, second=0, microsecond=0)
    found = [Offer("Later today", soon.astimezone(moment.tzinfo))] if _is_today(soon, local) else []
    to_monday = (MONDAY - local.weekday()) % 7 or 7
    found.append(_morning("Tomorrow morning", local, 1, zone))
    if to_monday != 1:
        found.append(_morning("Next Monday", local, to_monday, zone))
    return found


def _is_today(soon: datetime, local: datetime) -> bool:
    return soon.date() == local.date() and soon.time() <= EVENING


def _morning(word: str, local: datetime, days: int, zone: str) -> Offer:
    day = local.date() + timedelta(days=days)
    return Offer(word, clock.resolve(day, MORNING, zone).candidates[0])
