"""Lists of people, brought along and imported by the real job."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.contact_import import ContactImport
from webapp.models.user import User
from webapp.services.contacts import attributes, labels
from webapp.services.contacts.imports import plan, store

CAROL, DAVE, EVE = "+12025550111", "+12025550122", "+12025550133"
LIST = (
    "Name,Mobile,City,Joined\nCarol Jones,(202) 555-0111,Bonn,03/09/2024\nDave,+12025550122,,31/12/2025\n"
    "Nobody,12ab,Rome,\nCarol again,+1 202 555 0111,Paris,\n,,,\nEve,2025550133,Oslo,\n"
)


def someone() -> User:
    """Who brings the lists along, and the front desk's number."""
    factories.number()
    return factories.user()


def take(content: str | bytes, by: User, name: str = "people.csv", country: str = "US") -> ContactImport:
    """A list, read by its job."""
    data = content.encode() if isinstance(content, str) else content
    one = store.take(name, io.BytesIO(data), country, by)
    db.session.commit()
    jobs.import_contacts(one.id)
    return store.get(one.id)


def begin(one: ContactImport, by: User, **typed: str) -> ContactImport:
    """What the page proposes, with some of it chosen otherwise."""
    store.begin(store.locked(one.id), plan.proposed(one) | typed, by)
    db.session.commit()
    return store.get(one.id)


def imported(content: str | bytes, by: User, **typed: str) -> ContactImport:
    """A list, read and imported."""
    one = begin(take(content, by), by, **typed)
    jobs.import_contacts(one.id)
    return store.get(one.id)


def contact(phone: str) -> Contact:
    """As the database has it."""
    query = select(Contact).where(Contact.phone == phone)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def facts(phone: str) -> dict[str, Any]:
    """All that lists can say of someone; both places of the attributes must agree."""
    one = contact(phone)
    kept = {row.name: row.value for row in attributes.of(one.id)}
    assert kept == one.attributes
    return {"name": one.name, "labels": [row.name for row in labels.of(one.id)], **kept}
