"""What a run knows: its contact, what started it, what its steps found out, and the time where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from webapp.db import now
from webapp.models.contact import Contact
from webapp.models.workflow_run import WorkflowRun, WorkflowStepRun
from webapp.rules.workflow.variables import CONTACT, LABELS, OUR, STEPS, TIME, TRIGGER, Values
from webapp.services import settings
from webapp.services.contacts import labels
from webapp.services.hours import hours

UNKNOWN_ZONE = "UTC"


def of(run: WorkflowRun) -> Values:
    """All that conditions and texts of its steps may use."""
    return Values([*_pairs(run.contact, run.event), *_steps(run.steps)])


def of_start(contact: Contact, event: Mapping[str, object]) -> Values:
    """The same before there is a run."""
    return Values(_pairs(contact, event))


def zones(contact: Contact, at: datetime | None = None) -> tuple[str, ...]:
    """Where they are: what they or staff have said, else every zone in which their phone may be."""
    [(place, _)] = hours.where([contact.phone], at or now(), UNKNOWN_ZONE)
    return place.zones


def _pairs(contact: Contact, event: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    first = contact.name.split()[0] if contact.name.strip() else ""
    known = {"name": contact.name, "first_name": first, "phone": contact.phone}
    for name, value in {**known, **contact.attributes, "timezone": contact.timezone}.items():
        yield f"{CONTACT}.{name}", str(value)
    yield LABELS, "\n".join(one.name for one in labels.of(contact.id) if not one.suggested)
    for name, of_event in event.items():
        yield f"{TRIGGER}.{name}", str(of_event)
    yield f"{OUR}.team", str(settings.get("team_name"))
    yield from _time(contact)


def _time(contact: Contact) -> Iterator[tuple[str, str]]:
    local = now().astimezone(ZoneInfo(zones(contact)[0]))
    yield f"{TIME}.date", local.date().isoformat()
    yield f"{TIME}.hour", str(local.hour)
    yield f"{TIME}.weekday", f"{local:%A}".lower()


def _steps(done: Iterable[WorkflowStepRun]) -> Iterator[tuple[str, str]]:
    """The latest first: a step that was done again says what it found then."""
    for step in sorted(done, key=lambda one: -one.no):
        for name, value in step.output.items():
            yield f"{STEPS}.{step.step}.{name}", str(value)
