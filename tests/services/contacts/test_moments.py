"""What says how far it is from UTC is compared on the clock of its contact, by filters as by workflows."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.services.contacts.imports.lists import DAVE
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.rules.workflow import conditions
from webapp.rules.workflow.document import Comparison, Conditions, Operator
from webapp.services.contacts import attributes, details
from webapp.services.contacts.imports import contacts
from webapp.services.contacts.imports.plan import Plan, Taken
from webapp.services.contacts.segments import filtering
from webapp.services.workflows import values

BY = Source(SourceKind.LIST, "people.csv", 1)
MIDNIGHT = "2026-03-10"


def is_after(contact: Contact, day: str = MIDNIGHT) -> bool:
    """Told alike by a filter and by a workflow."""
    wanted = Conditions(comparisons=(Comparison("contact.visit", Operator.AFTER, day),))
    found = db.session.scalar(select(Contact.id).where(filtering.fits(wanted), Contact.id == contact.id))
    assert (found is not None) is conditions.hold(wanted, values.of_start(contact, {}))
    return found is not None


def test_a_moment_is_brought_to_their_clock_and_moves_with_it(app: Flask) -> None:
    carol = factories.add(Contact(phone="+12025550111"))
    for said, after in (
        ("2026-03-10T03:30:00.000Z", False),  # 23:30 of the day before, in Washington
        ("2026-03-09T23:30:00-04:00", False),
        ("2026-03-10T04:30Z", True),
        ("2026-03-10T01:00", True),
    ):
        attributes.put(carol, "visit", said, BY)
        assert is_after(carol) is after, said
    attributes.put(carol, "visit", "2026-03-10T03:30Z", BY)
    details.locate(carol, "Pacific/Apia")
    assert is_after(carol)
    attributes.put(carol, "visit", "9999-12-31T23:59-10:00", BY)
    assert not is_after(carol)


def test_a_list_brings_moments_and_zones(app: Flask) -> None:
    plan = Plan((Taken(0, "visit"),), overwrite=True, zone=1)
    people = ["2026-03-10T03:30Z", "America/New_York"], ["2026-03-10T03:30Z", "Europe/Berlin"]
    for cells, after in zip(people, (False, True), strict=True):
        contacts.take_in(plan, [(DAVE, cells)], BY)
        db.session.expire_all()
        assert is_after(db.session.scalars(select(Contact)).one()) is after
