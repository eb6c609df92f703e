"""Contacts that are chosen on their page."""

from __future__ import annotations

from flask import Flask

from tests import factories
from tests.views.client import Browser
from webapp.db import db
from webapp.models.contact import Contact
from webapp.services.contacts.segments import members, store


def test_those_who_are_ticked_or_all_on_the_list(app: Flask, staff: Browser) -> None:
    segment = store.create("Keen", factories.user())
    people = [factories.add(Contact(phone=phone)) for phone in factories.phones(3)]
    db.session.commit()
    page = staff.get("/contacts")
    ticked = [str(people[0].id), str(people[2].id)]
    assert "2 put into “Keen”." in staff.submit(page, "/contacts/segment", contact=ticked).words
    assert "already" in staff.submit(page, "/contacts/segment", contact=ticked[:1]).words
    assert "1 put into “Keen”." in staff.submit(page, "/contacts/segment", everyone="yes").words
    assert members.count(store.get(segment.id)) == 3
