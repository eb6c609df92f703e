"""Contacts for whom a person has something to decide."""

from __future__ import annotations

from flask import Flask

from tests.services.contacts.people import DESK, ada, carol
from webapp.db import db
from webapp.services.contacts import attributes, labels, to_do


def test_a_suggestion_and_an_offer_count_each_contact_once(app: Flask) -> None:
    contact, person = carol(), ada()
    labels.put(contact, "VIP", DESK)
    attributes.put(contact, "city", "Rome", person)
    assert to_do.count() == 0
    labels.put(contact, "Late", DESK, suggested=True)
    attributes.put(contact, "city", "Paris", DESK)
    assert (to_do.count(), db.session.scalars(to_do.contacts()).all()) == (1, [contact.id])
    labels.reject(contact, "late", person)
    assert to_do.count() == 1
    attributes.decline(contact, "city", person)
    assert to_do.count() == 0
