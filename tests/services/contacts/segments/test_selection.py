"""What the page of contacts lists: each narrowing on its own, and together."""

from __future__ import annotations

from flask import Flask

from tests import factories
from tests.services.contacts.people import CAROL, DESK, carol
from webapp.models.contact import Contact
from webapp.rules.workflow.document import Comparison, Conditions
from webapp.services.contacts import attributes, labels
from webapp.services.contacts.segments.selection import Selection, count

ROME = Conditions(comparisons=(Comparison("contact.city", value="rome"),))


def test_each_narrows_further(app: Flask) -> None:
    contact = carol()
    attributes.put(contact, "city", "Rome", DESK)
    attributes.put(factories.add(Contact(phone="+12025550122")), "city", "Rome", DESK)
    factories.add(Contact(phone="+12025550133"))
    labels.put(contact, "Upset", DESK, suggested=True)
    assert count(Selection()) == 3
    assert count(Selection(wanted=ROME)) == 2
    assert count(Selection(to_confirm=True)) == 1
    assert count(Selection(f" {CAROL} ", ROME, True)) == 1
    assert count(Selection("5550133", ROME)) == 0
