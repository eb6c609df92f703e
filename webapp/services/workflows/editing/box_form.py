"""Who and when, as a form has it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webapp import form_fields
from webapp.errors import Gather
from webapp.rules import typed_text
from webapp.rules.hours.hours import Span
from webapp.rules.workflow.document import Again, WhoAndWhen, Window
from webapp.services.hours.hours import chosen_zone

DAYS = ("weekdays", "saturdays", "sundays")
TEXTS = {"stop_label": 60, "stop_attribute": 80, "stop_value": 500, "stop_after": 80, "consent": 500}
"""Characters."""
OFFICE = Window()
MOST_A_DAY, MOST_AN_HOUR = 100, 1_000_000
Typed = Mapping[str, str]


def show(box: WhoAndWhen) -> dict[str, str]:
    """Texts by the names of the fields. `kept`: "team" or "own"; a box that is not ticked is empty."""
    window = box.window or OFFICE
    shown = {name: getattr(box, name) for name in TEXTS}
    shown |= {"number": str(box.number_id or ""), "again": str(box.again), "zone": window.zone}
    shown |= {"a_day": str(box.a_day), "an_hour": str(box.an_hour), "kept": "own" if box.window else "team"}
    for days in DAYS:
        span = getattr(window, days)
        opens, closes = form_fields.span_times(Span(*span) if span else None)
        shown |= {f"{days}_from": opens, f"{days}_to": closes}
    return shown | {"stop_on_reply": "yes" if box.stop_on_reply else ""}


def read(typed: Typed, box: WhoAndWhen) -> WhoAndWhen:
    """Raises Faults that name the fields."""
    faults, found = Gather(), dict[str, Any]()
    for name, longest in TEXTS.items():
        with faults:
            found[name] = form_fields.line(typed.get(name, ""), name, longest)
    found["a_day"] = _whole(typed, "a_day", MOST_A_DAY, faults)
    found["an_hour"] = _whole(typed, "an_hour", MOST_AN_HOUR, faults)
    found["window"] = _window(typed, faults) if typed.get("kept") == "own" else None
    faults.settle()
    number, again = typed_text.whole_number(typed.get("number", ""), 10), typed.get("again", "")
    return replace(
        box,
        number_id=number if number > 0 else None,
        again=Again(again) if again in list(Again) else Again.ONE,
        stop_on_reply=bool(typed.get("stop_on_reply")),
        **found,
    )


def _whole(typed: Typed, name: str, most: int, faults: Gather) -> int:
    number = typed_text.whole_number(typed.get(name, ""), 7)
    if not 1 <= number <= most:
        faults.by_field[name] = f"This is a whole number from 1 to {most:,}."
    return number


def _window(typed: Typed, faults: Gather) -> Window | None:
    """What is wrong with it is gathered."""
    zone, spans = "", dict[str, tuple[int, int] | None]()
    with faults:
        zone = chosen_zone(typed["zone"]) if typed.get("zone") else ""
    for days in DAYS:
        with faults:
            span = form_fields.span((typed.get(f"{days}_from", ""), typed.get(f"{days}_to", "")), days)
            spans[days] = (span.opens, span.closes) if span else None
    if len(spans) == len(DAYS) and not any(spans.values()):
        faults.by_field["weekdays"] = "With these hours it would never reach anyone."
    return Window(**spans, zone=zone)
