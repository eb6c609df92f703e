"""Rows are locked in one order, by everybody: then nobody waits in a circle.

Messages; recipients to whom something was sent; batches, and with a batch its tally; recipients who wait, or
were never reached; contacts, threads, holds, opt-outs. Within a table by id. Whoever is to go back to what
stands earlier takes what it needs there first, with what is below. SQLite lets one transaction write at a
time.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.bulk import among, one_of
from webapp.db import db, inline
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.recipient import Recipient
from webapp.models.recipient import RecipientStatus as S
from webapp.models.thread import Message, Thread
from webapp.services import recipients

Id = InstrumentedAttribute[int]


def waiting_for(phones: Collection[str], sent: Collection[int] = ()) -> None:
    """Hold what waits for these phones or was withheld from them, and recipients who were sent something."""
    if _one_writer():
        return
    _hold(Message.id, Message.phone.in_(one_of(phones)), Message.state == inline("queued"))
    batches = _hold(Recipient.batch_id, among(Recipient.id, "ids"), ids=list(sent)) if sent else set()
    waiting = recipients.in_open_batches(phones, S.QUEUED, S.WAITING)
    waiting += recipients.in_open_batches(phones, S.SKIPPED, why=recipients.ON_HOLD)
    _hold(Batch.id, among(Batch.id, "ids"), ids=list(batches | {batch_id for _, batch_id in waiting}))
    _hold(Recipient.id, among(Recipient.id, "ids"), ids=[recipient_id for recipient_id, _ in waiting])


def threads_of(phones: Collection[str]) -> None:
    """Hold the conversations with these phones."""
    if _one_writer():
        return
    theirs = select(Contact.id).where(Contact.phone.in_(one_of(phones)))
    _hold(Thread.id, Thread.contact_id.in_(theirs))


def all_of(phones: Collection[str], sent: Collection[int] = ()) -> None:
    """Hold whatever an opt-out of these phones, or its end, has to do with; `sent` as above."""
    waiting_for(phones, sent)
    threads_of(phones)


def _hold(column: Id, *where: ColumnElement[bool], **values: Any) -> set[int]:
    """Lock rows by id, as an UPDATE would: others may still refer to them. Returns the values of `column`."""
    query = select(column).where(*where).order_by(column.class_.id).with_for_update(key_share=True)
    return set(db.session.scalars(query, values))


def _one_writer() -> bool:
    return bool(db.session.get_bind().dialect.name == "sqlite")
