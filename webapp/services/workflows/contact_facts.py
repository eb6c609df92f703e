"""What conditions of workflows know of a contact besides attributes: their segments, opt-out, last reply."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.rules.workflow.variables import CONTACT, SEGMENTS
from webapp.services.contacts.segments import members
from webapp.services.opt_outs import register

NAMES = ("opted_out", "last_reply", "days_since_reply", "known_since")


def of(contact: Contact) -> Iterator[tuple[str, str]]:
    """By name, as `contact.NAME`. Times are UTC; what never was is missing."""
    yield f"{CONTACT}.opted_out", "yes" if register.active([contact.phone]) else "no"
    yield f"{CONTACT}.known_since", f"{contact.created_at:%Y-%m-%dT%H:%M:%S}"
    query = select(func.max(Thread.last_inbound_at)).where(Thread.contact_id == contact.id)
    last = db.session.scalar(query)
    if last is not None:
        yield f"{CONTACT}.last_reply", f"{last:%Y-%m-%dT%H:%M:%S}"
        yield f"{CONTACT}.days_since_reply", str((now() - last).days)


def segments(contact: Contact) -> Iterator[tuple[str, str]]:
    """Their segments, one a line."""
    yield SEGMENTS, "\n".join(one.name for one in members.of(contact))
