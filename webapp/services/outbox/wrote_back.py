"""Whom a batch would call again and who has written since: they talk with us already, by text."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.models.entry import Direction, Entry
from webapp.models.message import Message
from webapp.models.recipient import Recipient
from webapp.rules.replies.reply_kinds import is_automatic

WHY = "they wrote back"


def since_called(recipient_ids: Collection[int]) -> set[int]:
    """Those of the recipients who have written to the number that called them, after its last call.

    What their phone wrote by itself ("I'm driving") and reactions are no answer.
    """
    if not recipient_ids:
        return set()
    rows = execute_core(_texts(), {"ids": recipient_ids})
    return {row.id for row in rows if not is_automatic(row.text)}


@cached_statement
def _texts() -> Select[int, str]:
    """In the thread of their last call, by its index."""
    call, other = aliased(Entry), aliased(Entry)
    last = select(func.max(other.id)).where(other.recipient_id == Recipient.id).scalar_subquery()
    since = (Message.thread_id == call.thread_id) & (Message.id > call.id)
    query = select(Recipient.id, Message.text).select_from(Recipient).join(call, call.id == last)
    query = query.join(Message, since)
    theirs = (Message.direction == str(Direction.IN), Message.reacts_to.is_(None))
    return query.where(in_param(Recipient.id, "ids"), *theirs)
