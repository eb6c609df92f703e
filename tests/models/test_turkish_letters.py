"""Migration 0066: what is compared as Turkish is written, and with composed letters."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, update

from tests import factories
from webapp.db import db
from webapp.models.attribute import ContactAttribute
from webapp.models.contact import Contact
from webapp.models.source import SourceKind

VALUES = {"Kadıköy": "kadiköy", "KADIKÖY": "kadiköy", "İzmir": "izmir", "Jose\u0301": "josé"}


def test_they_are_compared_without_regard_to_case(app: Flask) -> None:
    contact = factories.add(Contact(phone="+12025550111"))
    for value in VALUES:
        one = ContactAttribute(
            contact_id=contact.id, key=value, name=value, value=value, source=SourceKind.PERSON
        )
        factories.add(one)
        db.session.execute(
            update(ContactAttribute).where(ContactAttribute.id == one.id).values(folded=value.casefold())
        )
    db.session.commit()
    downgrade(revision="0065")
    upgrade()
    db.session.expire_all()
    rows = db.session.execute(select(ContactAttribute.value, ContactAttribute.folded)).all()
    assert {row.value: row.folded for row in rows} == VALUES
