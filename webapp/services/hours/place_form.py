"""A place with its hours as a form has it, and back: what someone typed, checked field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from webapp import form_fields
from webapp.db import now
from webapp.errors import Fault, Gather
from webapp.rules.hours import hours
from webapp.rules.hours.hours import DAY, Hours, NoSuchCalendar, Span
from webapp.rules.hours.places import EVERYWHERE, Place

PREFIX = re.compile(r"\+[1-9]\d{0,9}")
DAYS = ("weekdays", "saturdays", "sundays", "holidays")
MOST_PREFIXES = 200


@dataclass(frozen=True)
class PlaceForm:
    """What someone typed about a place. Hours as two times; both empty: closed on such days."""

    name: str
    prefixes: str
    weekdays: tuple[str, str]
    saturdays: tuple[str, str]
    sundays: tuple[str, str]
    holidays: tuple[str, str]
    calendar: str
    since: str
    source: str


def typed(place: Place) -> PlaceForm:
    """A place as a form shows it."""
    spans = {days: form_fields.span_times(getattr(place.hours, days)) for days in DAYS}
    since = place.since.isoformat() if place.since else ""
    prefixes = " ".join(place.prefixes)
    return PlaceForm(
        place.name, prefixes, **spans, calendar=place.hours.calendar, since=since, source=place.source
    )


def spoken(place: Place) -> str:
    """Its hours in one line."""
    parts = [f"{days} {as_text(getattr(place.hours, days)) or 'never'}" for days in DAYS[:3]]
    if place.hours.calendar:
        parts.append(f"holidays of {place.hours.calendar} {as_text(place.hours.holidays) or 'never'}")
    return ", ".join(parts)


def checked(code: str, form: PlaceForm) -> Place:
    """The place that was meant. Raises Faults that name the fields."""
    faults = Gather()
    spans: dict[str, Span | None] = {}
    with faults:
        name = form_fields.line(form.name, "name", 60, "Give the place a name.")
    with faults:
        prefixes = _prefixes(form.prefixes) if code != EVERYWHERE else ("+",)
    for days in DAYS:
        with faults:
            spans[days] = form_fields.span(getattr(form, days), days)
    with faults:
        calendar = _calendar(form.calendar)
    with faults:
        since = _since(form.since)
    with faults:
        source = form_fields.line(form.source, "source", 300, "Say where this rule comes from.")
    faults.settle()
    return Place(code, name, prefixes, Hours(**spans, calendar=calendar), since, source)


def _prefixes(said: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(said.replace(",", " ").split()))
    if not found or len(found) > MOST_PREFIXES:
        raise Fault("Say how its phone numbers begin, for example +1305 +1786.", "prefixes")
    wrong = [one for one in found if not PREFIX.fullmatch(one)]
    if wrong:
        raise Fault(f"“{wrong[0][:20]}” is not the beginning of a phone number, such as +1305.", "prefixes")
    return found


def _calendar(said: str) -> str:
    calendar = said.strip().upper()
    if len(calendar) > 12:
        raise Fault("A country as two letters, or a part of one: US-AL.", "calendar")
    try:
        if calendar:
            hours.public_holidays(calendar, now().year)
    except NoSuchCalendar as error:
        raise Fault(f"The holidays of “{calendar}” are not known. Try US, or US-AL.", "calendar") from error
    return calendar


def _since(said: str) -> date | None:
    try:
        return date.fromisoformat(said.strip()) if said.strip() else None
    except ValueError as error:
        raise Fault("Choose a date, or leave it empty.", "since") from error


def as_text(span: Span | None) -> str:
    """08:00-20:00, or nothing."""
    return "-".join(form_fields.span_times(span)) if span else ""


def read(text: str) -> Span | None:
    """What `as_text` wrote."""
    opens, _, closes = text.partition("-")
    return Span(form_fields.minutes(opens, ""), form_fields.minutes(closes, "") or DAY) if text else None
