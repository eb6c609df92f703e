"""Adding a contact by hand, before anything was sent to them."""

from __future__ import annotations

from sqlalchemy import select

from webapp import form_fields
from webapp.db import db
from webapp.errors import Fault, Gather
from webapp.models.contact import Contact
from webapp.rules.phones import phone
from webapp.services import events
from webapp.services.contacts.details import LONGEST_NAME
from webapp.services.threads import opening


def add(typed_phone: str, typed_name: str, country: str, user_id: int) -> tuple[Contact, bool]:
    """The contact with a phone, and whether it is new. One that is known without a name gets this one.

    `country`: assumed where no country code is written; empty: none. Raises Fault or Faults by field.
    """
    faults = Gather()
    with faults:
        e164 = _read(typed_phone, country)
    with faults:
        too_long = f"The name can have up to {LONGEST_NAME} characters."
        name = form_fields.line(typed_name, "name", LONGEST_NAME, too_long=too_long)
    faults.settle()
    known = db.session.scalar(select(Contact.id).where(Contact.phone == e164)) is not None
    contact = db.session.get_one(Contact, opening.contact(e164, name))
    if not known:
        events.note("contact.added", user_id=user_id, phone=e164)
    return contact, not known


def _read(typed: str, country: str) -> str:
    if not typed.strip():
        raise Fault("Enter their phone.", "phone")
    try:
        return phone.parse(typed, country or None)
    except phone.PhoneFault as fault:
        raise Fault(fault.sentence, "phone") from fault
