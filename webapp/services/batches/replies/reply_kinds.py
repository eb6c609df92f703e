"""The replies of a batch, told apart: how many there are of each kind, and what people correct."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, text, update

from webapp.db import UNTRACKED, db
from webapp.errors import Fault, NotFound
from webapp.models.recipient import UNTOLD, Recipient
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services import events, row_locks
from webapp.services.batches.replies import replies
from webapp.services.recipients import reply_kinds, tallies

AT_ONCE = 200
"""Replies from before they were told apart, in one portion: about a tenth of a second."""


def counts(batch_id: int) -> dict[ReplyKind, int]:
    """How many replies of each kind a batch has got, in the order of the kinds; none with zero."""
    query = select(Recipient.reply_kind, func.count()).where(*_told(batch_id))
    found = {row[0]: row[1] for row in db.session.execute(query.group_by(Recipient.reply_kind))}
    return {kind: found[kind] for kind in ReplyKind if kind in found}


def read(typed: str) -> ReplyKind:
    """A kind that was chosen from a list. Raises Fault."""
    if typed not in set(ReplyKind):
        raise Fault("Choose the kind of the reply from the list.", "kind")
    return ReplyKind(typed)


def correct(batch_id: int, row_no: int, kind: ReplyKind, user_id: int) -> bool:
    """A person says of which kind the reply in one row is; False when it is so already.

    Raises NotFound when there is no such reply, or they have opted out: that is what it said.
    """
    row_locks.batches([batch_id])
    one = Recipient.row_no == row_no
    changed = _set(batch_id, kind, one)
    if not changed and db.session.scalar(select(Recipient.id).where(*_open(batch_id), one)) is None:
        raise NotFound("There is no reply in this row that could be of another kind.")
    for phone in changed:
        events.note(
            "recipient.reply_corrected", user_id=user_id, batch_id=batch_id, phone=phone, reply=str(kind)
        )
    return bool(changed)


def correct_all(batch_id: int, source: ReplyKind, kind: ReplyKind, user_id: int) -> int:
    """All replies of one kind are of another one; returns how many. Who has opted out stays."""
    row_locks.batches([batch_id])
    changed = _set(batch_id, kind, Recipient.reply_kind == source)
    if changed:
        events.note(
            "batch.replies_corrected", user_id=user_id, batch_id=batch_id,
            was=str(source), reply=str(kind), count=len(changed),
        )  # fmt: skip
    return len(changed)


def tell_old() -> Sequence[int]:
    """The sweep tells a portion of those apart that came before this was done; returns their batches."""
    query = select(Recipient).where(text(UNTOLD)).order_by(Recipient.id).limit(AT_ONCE)
    found = db.session.scalars(query).all()
    batch_ids = sorted({one.batch_id for one in found})
    row_locks.batches(batch_ids)
    wrote = replies.of(found)
    for one in found:
        told = ReplyKind.STOP if one.opted_out_at else reply_kinds.tell(one.batch_id, wrote.get(one.id, ""))
        still = (Recipient.id == one.id, Recipient.reply_kind.is_(None))
        db.session.execute(update(Recipient).where(*still).values(reply_kind=told))
    tallies.touch(batch_ids)
    return batch_ids


def _set(batch_id: int, kind: ReplyKind, *where: ColumnElement[bool]) -> Sequence[str | None]:
    """The phones of those that were of another kind."""
    these = (*_open(batch_id), Recipient.reply_kind != kind, *where)
    changed = update(Recipient).where(*these).values(reply_kind=kind).returning(Recipient.phone)
    phones = db.session.scalars(changed, execution_options=UNTRACKED).all()
    if phones:
        tallies.touch([batch_id])
    return phones


def _told(batch_id: int) -> tuple[ColumnElement[bool], ...]:
    return Recipient.batch_id == batch_id, Recipient.reply_kind.is_not(None)


def _open(batch_id: int) -> tuple[ColumnElement[bool], ...]:
    return *_told(batch_id), Recipient.opted_out_at.is_(None)
