"""Contacts that staff add by hand: once each, with what was said of them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL
from webapp.db import db
from webapp.errors import Faults
from webapp.models.event import Event
from webapp.services.contacts import adding


def test_someone_is_added_once(app: Flask) -> None:
    ada = factories.user()
    contact, is_new = adding.add("(202) 555-0111", " Carol \n Élan ", "US", ada.id)
    assert (contact.phone, contact.name, is_new) == (CAROL, "Carol Élan", True)
    again, is_new = adding.add("+1 202 555 0111", "Someone else", "", ada.id)
    assert (again.id, again.name, is_new) == (contact.id, "Carol Élan", False)
    noted = db.session.scalars(select(Event).where(Event.kind == "contact.added")).all()
    assert [(one.user_id, one.data) for one in noted] == [(ada.id, {"phone": CAROL})]


def test_one_who_was_known_by_their_phone_alone_gets_the_name(app: Flask) -> None:
    known = factories.thread(CAROL).contact
    contact, is_new = adding.add(CAROL, "Carol", "", factories.user().id)
    db.session.refresh(contact)
    assert (contact.id, contact.name, is_new) == (known.id, "Carol", False)


@pytest.mark.parametrize(
    ("phone", "name", "faults"),
    [
        ("", "Carol", {"phone": "Enter their phone."}),
        ("555", "x" * 201, {"phone": "", "name": "The name can have up to 200 characters."}),
    ],
)
def test_what_cannot_be_added_is_said_at_once(
    app: Flask, phone: str, name: str, faults: dict[str, str]
) -> None:
    with pytest.raises(Faults) as raised:
        adding.add(phone, name, "US", 1)
    said = raised.value.by_field
    assert said.keys() == faults.keys()
    assert all(sentence in said[field] for field, sentence in faults.items())
