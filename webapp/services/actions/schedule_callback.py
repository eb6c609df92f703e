"""Ask the team to come back to the contact at a certain time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from webapp.db import now
from webapp.rules import comparing
from webapp.rules.callback_time import SOON
from webapp.rules.hours import clock
from webapp.rules.hours.clock import ClockFault
from webapp.rules.placeholders import Template
from webapp.services.actions.base import ActionFault, Context, DatabaseAction, Field, Result
from webapp.services.actions.kinds import Text, fill
from webapp.services.hours import hours
from webapp.services.threads import callbacks

IN_THE_MORNING = time(9)
"""When no time of day is said."""
IN_THE_EVENING = time(20)
"""Later than that, whom no time was promised is called in the morning."""


class ScheduleCallback(DatabaseAction):
    """Date and time are the contact's own. Without a date it is today; without both, within an hour."""

    kind = "schedule_callback"
    word = "Schedule a callback"
    icon = "telephone-outbound"
    fields = (
        Field(
            "date",
            "Date",
            Text(60),
            "For example {{date}}, or 2026-03-09. Empty: today; no time either: in an hour.",
        ),
        Field("time", "Time", Text(60), "For example {{time}}, or 15:30. Empty: in the morning."),
        Field("text", "What it is about", Text(callbacks.LONGEST_TEXT, rows=2)),
    )

    def run(self, context: Context, values: Mapping[str, Any]) -> Result:
        day, at, text = (_filled(values[key], context) for key in ("date", "time", "text"))
        due_at = _moment(day, at, _zone(context))
        callbacks.add(context.thread, due_at, text, context.by)
        return Result()


def _filled(template: Template, context: Context) -> str:
    return fill(template, context.values).strip()


def _zone(context: Context) -> str:
    """Where they said that they are, else the first zone in which their phone may be."""
    [(place, _)] = hours.where([context.contact.phone], now(), "UTC")
    return place.zones[0]


def _moment(day: str, at: str, zone: str) -> datetime:
    """UTC. `day`: 2026-03-09, or with a time behind it; `at`: 15:30."""
    local = now().astimezone(ZoneInfo(zone))
    if not day and not at:
        return _soon(local)
    try:
        if "T" in day or " " in day:
            said = comparing.local_moment(day, zone) or datetime.fromisoformat(day)
            return clock.resolve(said.date(), said.time(), zone).candidates[0]
        on = date.fromisoformat(day) if day else local.date()
        said = datetime.combine(on, time.fromisoformat(at) if at else IN_THE_MORNING)
        return said.astimezone(UTC) if said.tzinfo else clock.resolve(on, said.time(), zone).candidates[0]
    except ClockFault as fault:
        raise ActionFault(f"The callback was not scheduled. {fault.sentence}") from fault
    except (OverflowError, ValueError) as error:
        raise ActionFault(
            f"The callback was not scheduled: “{f'{day} {at}'.strip()}” is no date and time."
        ) from error


def _soon(local: datetime) -> datetime:
    """UTC; within the hour, unless that is at night: a call that is promised just now is not overdue."""
    at = local + SOON
    if at.time() >= IN_THE_EVENING:
        at += timedelta(days=1)
    elif at.time() >= IN_THE_MORNING:
        return at.astimezone(UTC)
    return at.replace(hour=IN_THE_MORNING.hour, minute=0, second=0, microsecond=0).astimezone(UTC)
