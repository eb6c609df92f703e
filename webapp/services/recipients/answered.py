"""Which recipient a reply comes from: the one who got the latest message in that conversation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select, update

from webapp.bulk import in_values
from webapp.db import db, now
from webapp.models.entry import Entry
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services import signals
from webapp.services.recipients import reply_kinds, tallies
from webapp.services.threads import outreach


class Answered(NamedTuple):
    """A recipient who has written back, and the batch that holds them (services/row_locks)."""

    recipient_id: int
    batch_id: int


def find(thread: ColumnElement[bool], opts_out: bool, before: int | None = None) -> Answered | None:
    """The recipient in the conversation that `thread` names (a condition on Thread) who is not counted yet.

    `before`: the id of their message, if it is not the latest in the conversation.
    """
    here = select(Thread.id).where(thread).scalar_subquery()
    earlier = () if before is None else (Entry.id < before,)
    latest = outreach.newest(Entry.recipient_id, here, *earlier).scalar_subquery()
    query = select(Recipient.id, Recipient.batch_id).where(Recipient.id == latest, *_uncounted(opts_out))
    found = db.session.execute(query).first()
    return Answered(*found) if found else None


def count(one: Answered, opts_out: bool, text: str = "") -> None:
    """They have replied with `text`; or have opted out, and then do not count as a reply any more. Once."""
    tallies.touch([one.batch_id])
    kind = ReplyKind.STOP if opts_out else reply_kinds.tell(one.batch_id, text)
    values = {"opted_out_at" if opts_out else "replied_at": now(), "reply_kind": kind}
    marked = update(Recipient).where(Recipient.id == one.recipient_id, *_uncounted(opts_out)).values(**values)
    row = db.session.execute(marked.returning(Recipient.replied_at)).first()
    if row is None:
        return
    status = tallies.OPTED_OUT if opts_out else tallies.REPLIED
    tallies.add(one.batch_id, status, 1)
    signals.emit(signals.RECIPIENT_MOVED, recipient=one.recipient_id, status=status)
    if opts_out and row.replied_at is not None:
        tallies.add(one.batch_id, tallies.REPLIED, -1)


def among(batch_id: int, phones: Iterable[str]) -> set[str]:
    """Those of `phones` whose owners have replied to a batch, or opted out of it."""
    wrote = or_(Recipient.replied_at.is_not(None), Recipient.opted_out_at.is_not(None))
    theirs = (Recipient.batch_id == batch_id, Recipient.phone.in_(in_values(phones)), wrote)
    return {phone for phone in db.session.scalars(select(Recipient.phone).where(*theirs)) if phone}


def _uncounted(opts_out: bool) -> tuple[ColumnElement[bool], ...]:
    out = Recipient.opted_out_at.is_(None)
    return (out,) if opts_out else (out, Recipient.replied_at.is_(None))
