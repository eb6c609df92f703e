"""Triggers of the clock: their fields. When they are due, services/workflows/clock knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webapp.errors import Fault, Faults
from webapp.field_kinds import Flag, Kind, Line, Whole
from webapp.rules.workflow import schedule
from webapp.services.actions.base import Field
from webapp.services.actions.kinds import Choice
from webapp.services.hours import hours
from webapp.services.workflows.fields import AFTER, AMOUNT, BEFORE, UNIT, ClockTime
from webapp.services.workflows.triggers.base import TriggerHandler
from webapp.services.workflows.triggers.known import ATTRIBUTE
from webapp.services.workflows.triggers.said import NUMBER

EVERY = ("day", "week", "month", "cron")


@dataclass(frozen=True)
class Zone(Kind):
    """A time zone, by its name or its city; empty: UTC."""

    def read(self, typed: str, key: str) -> str:
        return hours.chosen_zone(typed) if typed.strip() else "UTC"


@dataclass(frozen=True)
class Cron(Kind):
    """Five fields, as cron has them; empty where another kind of schedule was chosen."""

    def read(self, typed: str, key: str) -> str:
        if typed.strip():
            try:
                schedule.Cron.read(typed)
            except schedule.NoSchedule as error:
                raise Fault(error.sentence, key) from error
        return typed.strip()


class Unanswered(TriggerHandler):
    """They wrote or called, and no one of us has answered for so long."""

    kind = "unanswered"
    fields = (
        NUMBER,
        AMOUNT,
        UNIT,
        Field("in_hours", "Count only hours at which they may be reached", Flag(), default="1"),
    )


class Quiet(TriggerHandler):
    """We wrote last, and they have not for so long."""

    kind = "quiet"
    fields = (NUMBER, AMOUNT, UNIT, Field("known", "Only who has written before", Flag(), default="1"))


class AroundDate(TriggerHandler):
    """So many days before or after a date of theirs, on their clock. It follows a date that is changed."""

    kind = "date"
    fields = (
        ATTRIBUTE,
        Field("days", "Days", Whole(3650, least=0), default="0"),
        Field("side", "Before or after", Choice((BEFORE, AFTER))),
        Field("at", "Time of day", ClockTime(required=True), "On their clock.", default="10:00"),
        Field("yearly", "Every year", Flag(), "For birthdays. 29 February counts as 28 in other years."),
    )


class OnSchedule(TriggerHandler):
    """For each contact with a label, or for all, at each turn."""

    kind = "schedule"
    fields = (
        Field("every", "Every", Choice(EVERY)),
        Field("weekday", "On", Choice(schedule.WEEKDAYS)),
        Field("day", "Day of the month", Whole(31), "In a shorter month, its last day.", default="1"),
        Field("at", "Time of day", ClockTime(required=True), default="10:00"),
        Field("cron", "Cron text", Cron(), "Minute, hour, day, month, weekday: 0 9 * * 1-5"),
        Field("zone", "On the clock of", Zone(), "A time zone, for example Europe/Berlin."),
        Field("label", "Contacts with the label", Line(100), "Empty: all contacts."),
    )

    def read(self, settings: Any) -> dict[str, Any]:
        """Raises Faults that name the fields; a cron text may never come true."""
        values = super().read(settings)
        if values["every"] == "cron" and not values["cron"]:
            raise Faults({"cron": "Write the cron text, for example 0 9 * * 1-5."})
        return values
