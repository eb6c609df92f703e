"""When an agent is at work, as its form has it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.agents.editing.forms import current, faults, saved
from webapp.agents.stored import Definition, WorkingHours
from webapp.services.agents.editing.hours import PART
from webapp.services.agents.editing.part import with_definition

BERLIN = WorkingHours("Europe/Berlin", (480, 1440), None, (0, 60), "DE")
DEFINITION = Definition(hours=BERLIN, away="Back soon.", away_in={"es": "Vuelvo pronto."})


@pytest.mark.parametrize("definition", [DEFINITION, Definition(away="Hello")])
def test_what_is_shown_is_what_is_saved(app: Flask, definition: Definition) -> None:
    assert saved(PART, definition) == with_definition(current(definition))


def test_office_hours_are_offered_and_kept_only_when_they_are_wanted(app: Flask) -> None:
    shown = PART.show(current())
    assert (shown["kept"], shown["weekdays_from"], shown["weekdays_to"]) == ("always", "09:00", "17:00")
    kept = saved(PART, kept="own", zone="europe/london").definition.hours
    assert kept == WorkingHours("Europe/London", (540, 1020))


def test_each_fault_stands_at_its_day(app: Flask) -> None:
    changes = {"weekdays_from": "18:00", "saturdays_from": "9", "calendar": "XX", "away": "{{"}
    found = faults(PART, kept="own", zone="Nowhere", **changes)
    assert set(found) == {"zone", "weekdays", "saturdays", "calendar", "away"}
