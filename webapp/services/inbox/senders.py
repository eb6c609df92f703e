"""Which contact wrote, where a carrier's spelling of the sender leaves more than one phone possible."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select

from webapp.carriers.base import InboundMessage
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.rules import phone_sender


def resolved(sms: InboundMessage) -> InboundMessage:
    """With its sender as lists have it: of the phones that it may be, the one that we know."""
    if not sms.sender.startswith("+"):  # a word, a short code, or what another channel calls them
        return sms
    possible = phone_sender.readings(sms.sender.removeprefix("+"), sms.to)
    sender = possible[0] if len(possible) == 1 else _known(possible, sms.to) or possible[0]
    return sms if sender == sms.sender else replace(sms, sender=sender)


def _known(phones: Collection[str], ours: str) -> str | None:
    """A sender who is in conversation with this number, else any contact."""
    numbers = select(Number.id).where(Number.e164 == ours)
    query = select(Contact.phone, Thread.id).where(Contact.phone.in_(phones))
    query = query.outerjoin(Thread, (Thread.contact_id == Contact.id) & Thread.number_id.in_(numbers))
    known = {row.phone: row.id is not None for row in db.session.execute(query)}
    return max(known, key=lambda phone: (known[phone], phone), default=None)
