"""What a run knows: its contact, what started it, what its steps found out, and the time where they are.

Each of these is read when something of it is asked for, and then once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from webapp.db import now
from webapp.models.contact import Contact
from webapp.models.workflow_run import WorkflowRun, WorkflowStepRun
from webapp.rules import first_names
from webapp.rules.placeholders import Rendered, same_name
from webapp.rules.workflow import variables
from webapp.rules.workflow.variables import CONTACT, LABELS, OUR, SEGMENTS, STEPS, TIME, TRIGGER, Values
from webapp.services import settings
from webapp.services.contacts import labels
from webapp.services.hours import hours
from webapp.services.workflows import contact_facts as facts

UNKNOWN_ZONE = "UTC"
FACTS = "contact facts"
OF_ITS_OWN = {
    LABELS: LABELS,
    SEGMENTS: SEGMENTS,
    **dict.fromkeys((same_name(f"{CONTACT}.{name}") for name in facts.NAMES), FACTS),
}
"""Groups by the names of values."""
Load = Callable[[], Iterable[tuple[str, str]]]


class Known(Values):
    """Values by name, read in groups. A look at all of them reads every group."""

    def __init__(self, groups: Mapping[str, Load], zone: str) -> None:
        super().__init__()
        self._groups, self.zone = dict(groups), zone

    def __getitem__(self, name: str) -> str:
        self._read(_group(name))
        return super().__getitem__(name)

    def __iter__(self) -> Iterator[str]:
        for group in list(self._groups):
            self._read(group)
        return super().__iter__()

    def __len__(self) -> int:
        return len(list(iter(self)))

    def fill(self, text: str) -> Rendered:
        return self.named_in([text]).fill(text)

    def named_in(self, texts: Iterable[str]) -> Values:
        """The values that placeholders of these texts may name."""
        for group in {_group(name) for text in texts for name in variables.names_in(text)}:
            self._read(group)
        return Values(self._by_key.values())

    def _read(self, group: str) -> None:
        load = self._groups.pop(group, None)
        for name, value in load() if load else ():
            self._by_key.setdefault(same_name(name), (name, value))


def _group(name: str) -> str:
    """What is looked up for every contact alone is a group of its own."""
    return OF_ITS_OWN.get(same_name(name)) or same_name(name.partition(".")[0])


def of(run: WorkflowRun, ours: Load | None = None) -> Known:
    """All that conditions and texts of its steps may use. `ours`: how to read what `our` knows."""
    groups = _groups(run.contact, run.event)
    return Known({**groups, OUR: ours or our, STEPS: lambda: _steps(run.steps)}, zones(run.contact)[0])


def our() -> list[tuple[str, str]]:
    """What is known of the team."""
    return [(f"{OUR}.team", str(settings.get("team_name")))]


def of_start(contact: Contact, event: Mapping[str, object]) -> Known:
    """The same before there is a run."""
    return Known(_groups(contact, event), zones(contact)[0])


def zones(contact: Contact) -> tuple[str, ...]:
    """Where they are: what they or staff have said, else every zone in which their phone may be."""
    return hours.zones_of(contact.phone, contact.timezone) or (UNKNOWN_ZONE,)


def _groups(contact: Contact, event: Mapping[str, object]) -> dict[str, Load]:
    return {
        FACTS: lambda: facts.of(contact),
        SEGMENTS: lambda: facts.segments(contact),
        CONTACT: lambda: _contact(contact),
        LABELS: lambda: [(LABELS, "\n".join(one.name for one in labels.of(contact.id) if not one.suggested))],
        TRIGGER: lambda: [(f"{TRIGGER}.{name}", str(value)) for name, value in event.items()],
        OUR: our,
        TIME: lambda: _time(contact),
    }


def _contact(contact: Contact) -> Iterator[tuple[str, str]]:
    known = {"name": contact.name, "first_name": first_names.of(contact.name), "phone": contact.phone}
    for name, value in {**known, **contact.attributes, "timezone": contact.timezone}.items():
        if same_name(f"{CONTACT}.{name}") not in OF_ITS_OWN:
            yield f"{CONTACT}.{name}", str(value)


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
