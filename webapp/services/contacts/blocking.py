"""Contacts from whom staff do not want to hear: their calls are refused, their texts need no reply.

They are kept as ever; whether we may reach them is another matter (opt-outs).
"""

from __future__ import annotations

from sqlalchemy import select, update

from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import events


def any_blocked() -> bool:
    """Whether there is anyone."""
    return db.session.scalar(select(Contact.id).where(Contact.blocked_at.is_not(None)).limit(1)) is not None


def block(contact: Contact, by: User) -> None:
    """From now on. What waits for a reply of ours, or of an agent, does so no more."""
    if contact.blocked_at is not None:
        return
    contact.blocked_at = now()
    db.session.flush()
    theirs = _threads(contact)
    closed = {"needs_reply": False, "unread": 0, "revision": Thread.revision + 1}
    db.session.execute(update(Thread).where(Thread.id.in_(theirs)).values(closed))
    idle = dict.fromkeys(("answer_at", "answer_by", "lease", "leased_until"))
    db.session.execute(update(Answering).where(Answering.thread_id.in_(theirs)).values(idle))
    events.note("contact.blocked", user_id=by.id, phone=contact.phone)


def unblock(contact: Contact, by: User) -> None:
    """What they wrote meanwhile stays as it is."""
    if contact.blocked_at is None:
        return
    contact.blocked_at = None
    db.session.flush()
    shown = update(Thread).where(Thread.id.in_(_threads(contact)))
    db.session.execute(shown.values(revision=Thread.revision + 1))
    events.note("contact.unblocked", user_id=by.id, phone=contact.phone)


def _threads(contact: Contact) -> list[int]:
    """The ids of their conversations, locked in order."""
    query = select(Thread.id).where(Thread.contact_id == contact.id).order_by(Thread.id)
    return list(db.session.scalars(query.with_for_update(key_share=True)))
