"""Kinds of fields that steps and triggers have: a time of day, something chosen; and moments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from webapp.db import db, now
from webapp.errors import Fault
from webapp.field_kinds import Kind, Whole
from webapp.models.segment import Segment
from webapp.rules import comparing, typed_text
from webapp.rules.hours import clock
from webapp.rules.hours.clock import ClockFault
from webapp.rules.workflow.variables import Values
from webapp.services.actions.base import ActionFault, Field
from webapp.services.actions.kinds import Choice
from webapp.services.contacts.segments import store

UNITS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
}
MOST = 10_000
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class ClockTime(Kind):
    """A time of day: 09:30. The value is a `time`; None where it may be left empty, and is."""

    def read(self, typed: str, key: str) -> time | None:
        text = typed.strip()
        if not text and not self.required:
            return None
        hour, _, minute = text.partition(":")
        numbers = typed_text.whole_number(hour, 2), typed_text.whole_number(minute or "00", 2)
        if not (0 <= numbers[0] < 24 and 0 <= numbers[1] < 60):
            raise Fault("Write a time of day, for example 09:30.", key)
        return time(*numbers)


@dataclass(frozen=True)
class Chosen(Kind):
    """Something of ours, by its id: a workflow, a number, a batch. `what`: for the sentence, and the list."""

    what: str
    exists: Callable[[int], bool]
    chosen: bool = field(default=True, kw_only=True)

    def read(self, typed: str, key: str) -> int | None:
        if not typed.strip() and not self.required:
            return None
        found = typed_text.whole_number(typed, 9)
        if found < 1:
            raise Fault(f"Choose {self.what} from the list.", key)
        if not self.exists(found):
            raise Fault(f"The {self.what.split(' ', 1)[1]} that was chosen is not there any more.", key)
        return found


def _is_by_hand(segment_id: int) -> bool:
    """Who fits a filter is in it: no one can be put there."""
    found = db.session.get(Segment, segment_id)
    return found is not None and found.by_hand


SEGMENT = Field(store.SETTING, "Segment", Chosen(what="a segment", exists=_is_by_hand, required=True))
IN_WORKFLOWS = {
    "{{date}}": "{{contact.appointment}}",
    "{{time}}": "{{trigger.time}}",
    "{{visit}}": "{{trigger.visit}}",
    "{{guests}}": "{{trigger.guests}}",
    "Later actions may use {{booking}}": "Later steps may use {{steps.s2.booking}}, where this is s2",
}
"""What is an example in a task of an agent, where the fields of the task go by their own names."""
LANGUAGES = ("en", "es", "fr", "de", "pt")
LANGUAGE = Field("language", "Language", Choice(LANGUAGES), "In which dates are said, and calls are spoken.")


def in_workflows(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Fields of an action, with examples in their hints that a workflow knows."""
    return tuple(replace(one, hint=_in_workflows(one.hint)) for one in fields)


def _in_workflows(hint: str) -> str:
    for example, ours in IN_WORKFLOWS.items():
        hint = hint.replace(example, ours)
    return hint


AMOUNT = Field("amount", "How long", Whole(MOST), default="1")
UNIT = Field("unit", "Unit", Choice(tuple(UNITS)), default="hours")


def span(values: Mapping[str, object]) -> timedelta:
    """Of the fields AMOUNT and UNIT."""
    return UNITS[str(values["unit"])] * int(str(values["amount"]))


def moment(
    typed_date: str, days: int, at: time | None, zone: str, known: Values, since: datetime | None = None
) -> datetime:
    """UTC: so many days from a date, at a time of day, on the clock of `zone`.

    `typed_date`: with placeholders; empty: the next time behind `since`, or now, that the clock shows `at`.
    Raises ActionFault.
    """
    filled = known.fill(typed_date)
    said = filled.text.strip()
    if filled.missing:
        raise ActionFault(f"There is no value for “{{{{{filled.missing[0]}}}}}”, so it is not known when.")
    if not said:
        return _next(at or time(9), zone, since or now())
    day = comparing.local_moment(said, zone)
    if day is None:
        raise ActionFault(f"“{said[:60]}” is no date like 2026-03-09.")
    has_time = "T" in said or ":" in said
    try:
        on = (day + timedelta(days=days)).date()
        return clock.resolve(on, at or (day.time() if has_time else time(9)), zone).candidates[0]
    except (ClockFault, OverflowError) as error:
        raise ActionFault(f"“{said[:60]}” is too far away.") from error


def _next(at: time, zone: str, since: datetime) -> datetime:
    today = since.astimezone(ZoneInfo(zone)).date()
    found = (clock.resolve(today + timedelta(days=ahead), at, zone).candidates[0] for ahead in range(3))
    return next(one for one in found if one > since)
