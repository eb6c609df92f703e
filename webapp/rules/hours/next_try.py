"""When someone who did not pick up is called again."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

NOON, EVENING = 12, 17
"""Hours of the day at which its next part begins."""
LOOKED_AHEAD = 48
"""Half hours: a day has every part of a day."""


def after(ended: datetime, minutes: int, zone: str = "UTC", *, other_part: bool = False) -> datetime:
    """So many minutes after a call has ended (UTC); `other_part`: the first moment from then on, by half
    hours, that is in another part of the day, in their `zone`: morning, afternoon or evening."""
    first = ended + timedelta(minutes=minutes)
    if not other_part:
        return first
    before, clock = part_of_day(ended, zone), first
    for _ in range(LOOKED_AHEAD):
        if part_of_day(clock, zone) != before:
            return clock
        clock += timedelta(minutes=30)
    return first


def part_of_day(moment: datetime, zone: str) -> str:
    """Morning, afternoon or evening, on their clock; the night belongs to the morning that follows."""
    hour = moment.astimezone(ZoneInfo(zone)).hour
    return "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
