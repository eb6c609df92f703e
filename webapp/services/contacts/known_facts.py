"""What labels and attributes have in common: one writer at a time for a contact, and pages that show it."""

from __future__ import annotations

from sqlalchemy import select, update

from webapp.db import UNTRACKED, db
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.services import row_locks


def lock(contact: Contact) -> None:
    """Hold the contact, as it is now: two who set something do so one after the other."""
    locked = select(Contact).where(Contact.id == contact.id).with_for_update(key_share=True)
    db.session.execute(locked.execution_options(populate_existing=True)).all()


def show(contact: Contact) -> None:
    """The pages of their conversations have something new."""
    those = row_locks.in_turn(Thread.id, Thread.contact_id == contact.id)
    db.session.execute(
        update(Thread).where(those).values(revision=Thread.revision + 1),
        execution_options=UNTRACKED,
    )
