"""Which phone wrote or called, where a carrier's spelling of it leaves more than one possible."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.rules.phones import phone_sender


def phone_of(sender: str, ours: str) -> str:
    """As lists have it: of the phones that it may be, the one that we know. `ours`: which number was reached.

    A carrier's plus says nothing: it stands before national forms, too. A word, a short code, or what another
    channel calls them stays as it is.
    """
    if not sender.startswith("+"):
        return sender
    possible = phone_sender.readings(sender.removeprefix("+"), ours)
    return possible[0] if len(possible) == 1 else _known(possible, ours) or possible[0]


def _known(phones: Collection[str], ours: str) -> str | None:
    """One who is in conversation with this number, else any contact."""
    numbers = select(Number.id).where(Number.e164 == ours)
    query = select(Contact.phone, Thread.id).where(Contact.phone.in_(phones))
    query = query.outerjoin(Thread, (Thread.contact_id == Contact.id) & Thread.number_id.in_(numbers))
    known = {row.phone: row.id is not None for row in db.session.execute(query)}
    return max(known, key=lambda phone: (known[phone], phone), default=None)
