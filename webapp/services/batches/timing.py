"""Choosing the moment at which a batch starts: a date and a time on someone's clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from webapp.db import now
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.rules.hours import clock
from webapp.services.batches import lifecycle, ready, time_zones
from webapp.services.hours import hours

FARTHEST = timedelta(days=366)
"""Further away than this is a slip of the finger."""


class WhichOne(Fault):
    """The clocks change around this time: a person must say which of `candidates` (UTC) is meant."""

    def __init__(self, sentence: str, candidates: tuple[datetime, ...]) -> None:
        super().__init__(sentence, "pick")
        self.candidates = candidates


def moment(day: str, at: str, zone: str, pick: str = "") -> datetime:
    """The UTC moment of a date (2026-11-24), a time (10:00) and a zone, or its city.

    `pick` is a person's answer to WhichOne (ISO 8601, UTC). Raises Fault that names the field.
    """
    chosen_day, chosen_time, zone = _day(day), _time(at), hours.chosen_zone(zone)
    try:
        found = clock.resolve(chosen_day, chosen_time, zone)
    except clock.ClockFault as fault:
        raise Fault(fault.sentence, "date") from fault
    picked = next((one for one in found.candidates if one.isoformat() == pick), None)
    if found.state != "ok" and picked is None:
        raise WhichOne(_question(found.state, chosen_day, chosen_time, zone), found.candidates)
    return _not_past(picked or found.candidates[0], zone)


def suggestion(zone: str) -> datetime:
    """Ten o'clock tomorrow in a zone: what the form offers first."""
    tomorrow = now().astimezone(ZoneInfo(zone)) + timedelta(days=1)
    return tomorrow.replace(hour=10, minute=0, second=0, microsecond=0)


def start_now(batch: Batch, seen: ready.Seen, user_id: int) -> None:
    """Send at once, unless the batch is not what the person saw. Raises Conflict."""
    ready.must_be_as_seen(batch, seen)
    batch.local_at = ""
    lifecycle.start(batch, user_id)


def start_at(batch: Batch, seen: ready.Seen, at: datetime, zone: str, user_id: int) -> None:
    """Send at a moment (UTC) that was chosen on the clock of `zone`. Raises Conflict."""
    ready.must_be_as_seen(batch, seen)
    batch.local_at = ""
    lifecycle.schedule(batch, at, user_id)
    batch.timezone = hours.chosen_zone(zone)


def local(batch: Batch, day: str, at: str) -> str:
    """A date and a time on everyone's own clock, as the batch keeps it. Raises Fault that names the field.

    Where that time comes twice, or never, it is the later one, or the first moment after.
    """
    local_at = datetime.combine(_day(day, "local_date"), _time(at, "local_time")).isoformat(
        timespec="minutes"
    )
    try:
        moments = time_zones.local_moments(batch, local_at)
    except clock.ClockFault as fault:
        raise Fault(fault.sentence, "local_date") from fault
    if not moments or moments[-1] <= now():
        raise Fault("That moment has passed wherever these people are.", "local_time")
    if moments[0] > now() + FARTHEST:
        raise Fault("That is more than a year away. Choose an earlier date.", "local_date")
    return local_at


def start_locally(batch: Batch, seen: ready.Seen, local_at: str, user_id: int) -> None:
    """Send to everyone when their own clock says `local_at` (`local`). Raises Conflict.

    It starts when the first clock does; the gate holds the others back until theirs do.
    """
    ready.must_be_as_seen(batch, seen)
    first = time_zones.local_moments(batch, local_at)[0]
    batch.local_at = local_at
    if first <= now():
        lifecycle.start(batch, user_id)
    else:
        lifecycle.schedule(batch, first, user_id)


def _day(typed: str, field: str = "date") -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise Fault("Choose a date.", field) from error


def _time(typed: str, field: str = "time") -> time:
    try:
        return time.fromisoformat(typed.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise Fault("Choose a time, for example 10:00.", field) from error


def _not_past(at: datetime, zone: str) -> datetime:
    present = now()
    if at <= present:
        local = present.astimezone(ZoneInfo(zone))
        clock_now = f"{local.day} {local:%B}, {local:%H:%M}"
        raise Fault(f"That moment has passed: it is {clock_now} in {clock.place(zone)} now.", "time")
    if at > present + FARTHEST:
        raise Fault("That is more than a year away. Choose an earlier date.", "date")
    return at


def _question(state: str, day: date, at: time, zone: str) -> str:
    when, there = f"{at:%H:%M} on {day.day} {day:%B}", clock.place(zone)
    if state == "twice":
        return f"{when} comes twice in {there}, because the clocks go back. Which one do you mean?"
    return f"{when} does not exist in {there}, because the clocks go forward. Is this meant instead?"
