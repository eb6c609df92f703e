"""What staff say of a contact: where they are, and what they are called."""

from __future__ import annotations

from sqlalchemy import update

from webapp import form_fields
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.services.hours import hours

LONGEST_NAME = 200


def locate(contact: Contact, zone: str) -> None:
    """Set their time zone, which overrides the one of their phone number; empty removes it. Raises Fault."""
    contact.timezone = hours.chosen_zone(zone) if zone.strip() else ""


def rename(contact: Contact, typed: str) -> None:
    """Their name as staff write it, on one line; empty: they are called by their phone. Raises Fault."""
    too_long = f"The name can have up to {LONGEST_NAME} characters."
    contact.name = form_fields.line(typed, "name", LONGEST_NAME, too_long=too_long)
    db.session.execute(
        update(Thread).where(Thread.contact_id == contact.id).values(revision=Thread.revision + 1)
    )
