"""A date and time on a local clock, as UTC, also where a clock change makes it come twice or never."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

State = Literal["ok", "twice", "skipped"]


class ClockFault(ValueError):
    """Why there is no such time: `code` for programs, `sentence` for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Moment(NamedTuple):
    """The UTC instants that a local time may mean.

    ok: the one; twice: the earlier and the later; skipped: the first after the gap, to be offered instead.
    """

    state: State
    candidates: tuple[datetime, ...]


@cache
def zone_names() -> frozenset[str]:
    """Every IANA zone that this machine knew when first asked: it opens hundreds of files to find out."""
    return frozenset(available_timezones())


def place(zone: str) -> str:
    """An IANA zone as people say it: New York."""
    return zone.rpartition("/")[2].replace("_", " ")


def resolve(day: date, at: time, zone: str) -> Moment:
    """What `at` on `day` is in an IANA zone. Raises ClockFault for an unknown zone or a year out of range."""
    tz = _zone(zone)
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    try:
        return _resolve(local, tz)
    except OverflowError:
        raise ClockFault("out_of_range", f"{day.isoformat()} is too far away to be scheduled.") from None


def _resolve(local: datetime, tz: ZoneInfo) -> Moment:
    before, after = (local.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1))
    if before == after:
        return Moment("ok", (before,))
    if before < after:
        return Moment("twice", (before, after))
    # In a gap the two offsets cross over: the clocks jump somewhere between the two readings.
    return Moment("skipped", (_jump(after, before, tz),))


def _jump(before: datetime, after: datetime, tz: ZoneInfo) -> datetime:
    """The first second (UTC) at which the zone's offset is the later one, by halving."""
    new_offset = after.astimezone(tz).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds() // 2))
        if middle.astimezone(tz).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ClockFault("unknown_zone", f"“{name[:40]}” is not a time zone that is known.") from None
