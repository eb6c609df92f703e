"""A notice goes with the contact whom it is about."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import delete, func, select

from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.notice import Notice
from webapp.models.source import Source, SourceKind
from webapp.services.actions.notices import store as notices


def test_it_goes_with_its_contact(app: Flask) -> None:
    contact = Contact(phone="+12025550111")
    db.session.add(contact)
    db.session.flush()
    notices.add("Carol waits", Source(SourceKind.WORKFLOW, "Drip", 1), contact_id=contact.id)
    db.session.execute(delete(Contact).where(Contact.id == contact.id))
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 0
