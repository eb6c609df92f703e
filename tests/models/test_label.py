"""A label goes with its contact, and is there once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.label import ContactLabel


def test_it_is_there_once_and_goes_with_its_contact(app: Flask) -> None:
    contact = factories.add(Contact(phone="+12025550111"))
    factories.add(ContactLabel(contact_id=contact.id, key="vip", name="VIP", source="agent"))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.add(ContactLabel(contact_id=contact.id, key="vip", name="Vip", source="agent"))
    db.session.execute(delete(Contact))
    assert db.session.scalar(select(func.count(ContactLabel.id))) == 0
