"""Finding what makes a claim raise: an entry, a recipient, or a batch as a whole.

Nothing is sent and nothing is kept: each part is claimed for a try, and rolled back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from webapp.channels import registry as channels
from webapp.db import db, inline_literal, now
from webapp.models.batch import Batch
from webapp.models.entry import Entry, Origin
from webapp.models.recipient import Recipient
from webapp.models.recipient import RecipientStatus as S
from webapp.services.containment import fault_of, faults_among
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.outbox import claim, due, from_batch, waiting
from webapp.services.outbox.claimed_entry import Sender

LOOKED_AT = 8
"""At least so many recipients of a batch are tried: when all of them raise, it is the batch that does."""


@dataclass(frozen=True)
class Culprits:
    """Ids, each with its error; recipients by their batch."""

    channel: str
    entries: dict[int, Exception] = field(default_factory=dict)
    recipients: dict[int, dict[int, Exception]] = field(default_factory=dict)
    batches: dict[int, Exception] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.entries or self.recipients or self.batches)


def find(number: Sender, limit: int) -> Culprits:
    """What raises among the next `limit` entries of a number, and of each of its batches."""
    raising = faults_among(_queued(number, limit), lambda ids: claim.only(number, ids))
    found = Culprits(number.channel, raising)
    for batch_id in _running(number):
        error = _of_the_batch(number, batch_id)
        ids = [] if error else _next(batch_id, max(limit, LOOKED_AT))
        raising = faults_among(ids, lambda some, batch=batch_id: _claim(number, batch, some))  # type: ignore[misc]
        if ids and len(raising) == len(ids) >= LOOKED_AT:
            error = raising[ids[0]]
        if error:
            found.batches[batch_id] = error
        elif raising:
            found.recipients[batch_id] = raising
    return found


def _queued(number: Sender, limit: int) -> Sequence[int]:
    waits = (Entry.number_id == number.id, Entry.state == inline_literal("queued"), due.may_go(now()))
    own = (*waits, Entry.kind == channels.of(number.channel).kind)
    first = select(Entry.id).where(*own).order_by(Entry.priority, Entry.id).limit(limit)
    ids = db.session.scalars(first).all()
    db.session.rollback()
    return ids


def _running(number: Sender) -> Sequence[int]:
    ids = db.session.scalars(claim.RUNNING.with_only_columns(Batch.id), claim.asked(number)).all()
    db.session.rollback()
    return ids


def _of_the_batch(number: Sender, batch_id: int) -> Exception | None:
    """What raises before anybody of it is looked at."""

    def look() -> None:
        _claim(number, batch_id, [])
        batch = _locked(batch_id)
        from_batch.render_blank(batch)
        gate.refusals(
            [number.e164], Asking(Origin.BATCH, batch.channel, batch)
        )  # of a phone that is certainly one

    error = fault_of(look)
    db.session.rollback()
    return error


def _claim(number: Sender, batch_id: int, ids: Sequence[int]) -> None:
    from_batch.claim(number, [_locked(batch_id)], len(ids), only=ids)


def _next(batch_id: int, limit: int) -> list[int]:
    """Those whose turn it is, and with them those whose hours have come."""
    waiting.release(_locked(batch_id))
    queued = (Recipient.batch_id == batch_id, Recipient.status == S.QUEUED, Recipient.phone.is_not(None))
    query = select(Recipient.id).where(*queued).order_by(Recipient.row_no).limit(limit)
    ids = list(db.session.scalars(query))
    db.session.rollback()
    return ids


def _locked(batch_id: int) -> Batch:
    return db.session.scalars(select(Batch).where(Batch.id == batch_id).with_for_update(key_share=True)).one()
