"""When an agent is at work, and what it says when it is not."""

from __future__ import annotations

from typing import Any

from webapp.agents.stored import WorkingHours
from webapp.errors import Faults, Gather
from webapp.rules.hours.hours import Span
from webapp.rules.hours.places import EVERYWHERE, Place
from webapp.services.agents.editing.part import Part, with_definition
from webapp.services.agents.editing.typed import Shape, Typed
from webapp.services.agents.editing.who import LANGUAGES, in_others
from webapp.services.agents.store import AgentForm, Current
from webapp.services.hours import place_form
from webapp.services.hours.hours import chosen_zone
from webapp.services.hours.place_form import PlaceForm

DAYS = ("weekdays", "saturdays", "sundays")
TIMES = tuple(f"{days}_{end}" for days in DAYS for end in ("from", "to"))
AWAY_IN = tuple(f"away_{code}" for code in LANGUAGES)
OFFICE = WorkingHours("", (9 * 60, 17 * 60))
"""What is offered to an agent that has no hours yet."""


def show(current: Current) -> dict[str, Any]:
    """As the form has it. `kept`: "always" or "own"."""
    hours = current.definition.hours
    shown = place_form.typed(Place(EVERYWHERE, "hours", ("+",), (hours or OFFICE).hours, None, ""))
    times = dict(zip(TIMES, (time for days in DAYS for time in getattr(shown, days)), strict=True))
    known = {"kept": "own" if hours else "always", "zone": hours.zone if hours else "", **times}
    away = {f"away_{code}": current.definition.away_in.get(code, "") for code in LANGUAGES}
    return known | {"calendar": hours.calendar if hours else "", "away": current.definition.away, **away}


def read(typed: Typed, current: Current) -> AgentForm:
    """Raises Faults."""
    faults, changes = Gather(), dict[str, Any]()
    changes["hours"] = _hours(typed, faults) if typed.get("kept") == "own" else None
    with faults:
        changes["away"] = typed.said("away")
    with faults:
        changes["away_in"] = in_others(typed, "away_", current.definition.away_in, typed.said)
    faults.settle()
    return with_definition(current, **changes)


def _hours(typed: Typed, faults: Gather) -> WorkingHours | None:
    """None when something is wrong with them, which is gathered."""
    zone = ""
    with faults:
        zone = chosen_zone(typed.get("zone"))
    try:
        hours = place_form.checked(EVERYWHERE, _as_place(typed)).hours
    except Faults as error:
        faults.by_field |= error.by_field
        return None
    weekdays, saturdays, sundays = map(_minutes, (hours.weekdays, hours.saturdays, hours.sundays))
    return WorkingHours(zone, weekdays, saturdays, sundays, hours.calendar)


def _as_place(typed: Typed) -> PlaceForm:
    """The hours of a place are typed in the same way."""
    spans = {days: (typed.get(f"{days}_from"), typed.get(f"{days}_to")) for days in DAYS}
    calendar = typed.get("calendar")
    return PlaceForm("hours", "", **spans, holidays=("", ""), calendar=calendar, since="", source="an agent")


def _minutes(span: Span | None) -> tuple[int, int] | None:
    return (span.opens, span.closes) if span else None


PART = Part(
    "hours",
    "Hours",
    "When the agent answers, and what people read when it does not.",
    Shape(("kept", "zone", "calendar", "away", *AWAY_IN, *DAYS, *TIMES)),
    show,
    read,
    {"hours": "weekdays"},
)
