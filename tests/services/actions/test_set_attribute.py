"""An action sets an attribute, unless a person has."""

from __future__ import annotations

from tests.services.actions.people import ADA, carol, carried_out
from webapp.db import db
from webapp.models.thread import Thread
from webapp.services.contacts import attributes

VISIT = ("set_attribute", {"name": "Visit", "value": "{{date}}"})


def test_what_is_not_locked_is_set(thread: Thread) -> None:
    carried_out(thread, VISIT, date="2026-03-09")
    carried_out(thread, VISIT, date="2026-03-10")
    assert carol().attributes == {"Visit": "2026-03-10"}


def test_what_a_person_has_set_stays_and_the_record_says_so(thread: Thread) -> None:
    attributes.put(carol(), "visit", "2026-01-01", ADA)
    db.session.commit()
    record = carried_out(thread, VISIT, date="2026-03-09")
    said = "A person has set “Visit”, so “2026-03-09” is only offered."
    assert (record.state, record.actions[0].result) == ("done", {"sentence": said})
    [row] = attributes.of(carol().id)
    assert (row.value, row.offered, row.offered_source) == ("2026-01-01", "2026-03-09", "agent")


def test_an_empty_value_is_a_fault(thread: Thread) -> None:
    record = carried_out(thread, ("set_attribute", {"name": "visit", "value": "{{date|}}"}))
    assert record.error == "There is no value to set."
