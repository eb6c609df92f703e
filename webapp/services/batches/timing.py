"""Choosing the moment at which a batch starts: a date and a time on somebody's clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from webapp.db import now
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.rules import clock
from webapp.services.batches import lifecycle, ready

FARTHEST = timedelta(days=366)
"""Further away than this is a slip of the finger."""


class WhichOne(Fault):
    """The clocks change around this time: a person must say which of `candidates` (UTC) is meant."""

    def __init__(self, sentence: str, candidates: tuple[datetime, ...]) -> None:
        super().__init__(sentence, "pick")
        self.candidates = candidates


def moment(day: str, at: str, zone: str, pick: str = "") -> datetime:
    """The UTC moment of a date (2026-11-24), a time (10:00) and an IANA zone.

    `pick` is a person's answer to WhichOne (ISO 8601, UTC). Raises Fault that names the field.
    """
    chosen_day, chosen_time, zone = _day(day), _time(at), _zone(zone)
    found = clock.resolve(chosen_day, chosen_time, zone)
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
    lifecycle.start(batch, user_id)


def start_at(batch: Batch, seen: ready.Seen, at: datetime, zone: str, user_id: int) -> None:
    """Send at a moment (UTC) that was chosen on the clock of `zone`. Raises Conflict."""
    ready.must_be_as_seen(batch, seen)
    lifecycle.schedule(batch, at, user_id)
    batch.timezone = zone.strip()


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise Fault("Choose a date.", "date") from error


def _time(typed: str) -> time:
    try:
        return time.fromisoformat(typed.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise Fault("Choose a time, for example 10:00.", "time") from error


def _zone(typed: str) -> str:
    zone = typed.strip()
    if zone not in available_timezones():
        raise Fault("Choose a time zone from the list, for example Europe/Berlin.", "zone")
    return zone


def _not_past(at: datetime, zone: str) -> datetime:
    present = now()
    if at <= present:
        local = present.astimezone(ZoneInfo(zone))
        clock_now = f"{local.day} {local:%B}, {local:%H:%M}"
        raise Fault(f"That moment has passed: it is {clock_now} in {zone} now.", "time")
    if at > present + FARTHEST:
        raise Fault("That is more than a year away. Choose an earlier date.", "date")
    return at


def _question(state: str, day: date, at: time, zone: str) -> str:
    when = f"{at:%H:%M} on {day.day} {day:%B}"
    if state == "twice":
        return f"{when} comes twice in {zone}, because the clocks go back. Which one do you mean?"
    return f"{when} does not exist in {zone}, because the clocks go forward. Is this meant instead?"
