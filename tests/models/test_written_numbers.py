"""Migration 0063: numbers that were written with signs between thousands, or with a currency."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, update

from tests import factories
from webapp.db import db
from webapp.models.attribute import ContactAttribute
from webapp.models.contact import Contact
from webapp.models.source import SourceKind

VALUES = {"1,000": (1.0, 1000.0), "$40": (None, 40.0), "12": (12.0, 12.0), "soon": (None, None)}


def test_they_are_compared_as_they_are_meant(app: Flask) -> None:
    contact = factories.add(Contact(phone="+12025550111"))
    for value, (before, _) in VALUES.items():
        one = ContactAttribute(
            contact_id=contact.id, key=value, name=value, value=value, source=SourceKind.PERSON
        )
        factories.add(one)
        db.session.execute(
            update(ContactAttribute).where(ContactAttribute.id == one.id).values(number=before)
        )
    db.session.commit()
    downgrade(revision="0062")
    upgrade()
    db.session.expire_all()
    rows = db.session.execute(select(ContactAttribute.value, ContactAttribute.number)).all()
    assert {row.value: row.number for row in rows} == {value: after for value, (_, after) in VALUES.items()}
