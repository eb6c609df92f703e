"""A portion of a list becomes contacts: who is new, who is changed, and that pages are told."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.services.contacts.imports.lists import CAROL, DAVE, facts
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.services.contacts import contact_search
from webapp.services.contacts.imports import contacts
from webapp.services.contacts.imports.plan import Plan, Taken

BY = Source(SourceKind.LIST, "people.csv", 1)
PLAN = Plan((Taken(1, "City"),), (0,), "Keen")


def test_who_is_new_and_who_is_changed(app: Flask) -> None:
    known = factories.thread(DAVE).contact
    revision = db.session.scalars(select(Thread.revision)).one()
    done = contacts.take_in(PLAN, [(DAVE, ["Dave", ""]), (CAROL, ["Carol Élan", "Bonn"])], BY)
    assert len(done.ids) == 2 and len(done.added) == 1
    assert known.id in done.changed
    contacts.tell(done.changed - done.added)
    db.session.commit()
    assert facts(CAROL) == {"name": "Carol Élan", "labels": ["Keen"], "City": "Bonn"}
    assert db.session.scalars(select(Thread.revision)).one() == revision + 1
    assert db.session.scalars(select(Contact.phone).where(contact_search.found("elan"))).all() == [CAROL]


def test_the_same_once_more_changes_nothing(app: Flask) -> None:
    people = [(CAROL, ["Carol", "Bonn"])]
    contacts.take_in(PLAN, people, BY)
    again = contacts.take_in(PLAN, people, BY)
    assert (len(again.ids), again.added, again.changed) == (1, set(), set())
    assert contacts.take_in(PLAN, [], BY).ids == []
