"""What staff say of a contact: where they are, and what they are called."""

from __future__ import annotations

from sqlalchemy import update

from webapp import form_fields
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.services import events, signals
from webapp.services.contacts import moments
from webapp.services.hours import hours

LONGEST_NAME = 200


def locate(contact: Contact, zone: str, user_id: int | None = None) -> None:
    """Set their time zone, which overrides the one of their phone number; empty removes it. Raises Fault."""
    before, contact.timezone = contact.timezone, hours.chosen_zone(zone) if zone.strip() else ""
    if contact.timezone != before:
        db.session.flush()
        moments.reckon([contact.id])
        events.note("contact.located", user_id=user_id, phone=contact.phone, zone=contact.timezone)
        signals.emit(signals.CONTACT_LOCATED, contact=contact.id)


def rename(contact: Contact, typed: str, user_id: int | None = None) -> None:
    """Their name as staff write it, on one line; empty: they are called by their phone. Raises Fault."""
    too_long = f"The name can have up to {LONGEST_NAME} characters."
    before, contact.name = contact.name, form_fields.line(typed, "name", LONGEST_NAME, too_long=too_long)
    if contact.name != before:
        events.note("contact.renamed", user_id=user_id, phone=contact.phone)
    db.session.execute(
        update(Thread).where(Thread.contact_id == contact.id).values(revision=Thread.revision + 1)
    )
