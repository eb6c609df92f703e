"""An attribute goes with its contact, and is there once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db
from webapp.models.attribute import ContactAttribute
from webapp.models.contact import Contact


def test_it_is_there_once_and_goes_with_its_contact(app: Flask) -> None:
    contact = factories.add(Contact(phone="+12025550111"))
    factories.add(
        ContactAttribute(contact_id=contact.id, key="city", name="City", value="Rome", source="list")
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.add(
            ContactAttribute(contact_id=contact.id, key="city", name="city", value="Oslo", source="list")
        )
    db.session.execute(delete(Contact))
    assert db.session.scalar(select(func.count(ContactAttribute.id))) == 0
