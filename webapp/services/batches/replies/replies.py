"""What the people of a batch wrote back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.models.entry import Direction, Entry
from webapp.models.message import Message
from webapp.models.recipient import Recipient


def of(recipients: Iterable[Recipient]) -> dict[int, str]:
    """The first thing that each of them wrote after they got the batch's message, or call, by recipient."""
    wrote: Sequence[int] = [one.id for one in recipients if one.replied_at or one.opted_out_at]
    if not wrote:
        return {}
    return {row.id: row.reply for row in execute_core(_first_replies(), {"recipients": wrote}) if row.reply}


@cached_statement
def _first_replies() -> Select[int, str]:
    """Looked up one by one, in one statement, through the index of their conversation."""
    sent, reply = aliased(Entry), aliased(Message)
    got = sent.recipient_id == Recipient.id
    thread = (
        select(sent.thread_id).where(got).order_by(sent.id).limit(1).correlate(Recipient).scalar_subquery()
    )
    first = select(func.min(sent.id)).where(got).correlate(Recipient).scalar_subquery()
    after = (reply.thread_id == thread, reply.id > first, reply.direction == str(Direction.IN))
    text = (
        select(reply.text)
        .where(*after, reply.reacts_to.is_(None))
        .order_by(reply.id)
        .limit(1)
        .scalar_subquery()
        .label("reply")
    )
    return select(Recipient.id, text).where(in_param(Recipient.id, "recipients"))
