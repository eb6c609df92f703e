"""Messages that had left when their receiver opted out, and could not be called back.

Such a message was claimed for the carrier in the two minutes before the opt-out was recorded, and we did not
know yet that it had arrived, or that it never would. Confirmations do not count: they follow by design.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from webapp.bulk import execute_for, in_param, in_values
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.left_already import LeftAlready
from webapp.models.message import Message, MessageState
from webapp.models.statuses import Phase
from webapp.models.thread import Thread

JUST_NOW = timedelta(minutes=2)
ON_THEIR_WAY = statuses.in_phase(MessageState, Phase.LEAVING, Phase.LEFT)
CAME_BACK = statuses.in_phase(MessageState, Phase.WAITING, Phase.BEFORE)
"""It turned out afterwards that the carrier did not take it."""


def keep(opt_outs: Mapping[str, int]) -> None:
    """Note the messages to these phones that have left already, by the ids of their new opt-outs.

    It holds none of them: a STOP holds its sender's recipient, batch and thread by then, and messages are
    held before those.
    """
    if not opt_outs:
        return
    found = db.session.execute(
        select(Message.id, Message.phone, Message.batch_id)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Contact, Contact.id == Thread.contact_id)
        .where(
            Contact.phone.in_(in_values(opt_outs)),
            Message.state.in_(ON_THEIR_WAY),
            Message.origin != Origin.CONFIRMATION,
            Message.claimed_at > now() - JUST_NOW,
        )
        .order_by(Message.id)
    )
    left = [
        {"opt_out_id": opt_outs[row.phone], "message_id": row.id, "batch_id": row.batch_id} for row in found
    ]
    if left:
        db.session.execute(insert(LeftAlready), left)


def forget(message_ids: Sequence[int]) -> None:
    """Remove the marks of messages that are about to be removed."""
    execute_for(delete(LeftAlready).where(in_param(LeftAlready.message_id, "ids")), message_ids)


def of_opt_outs(ids: Sequence[int]) -> dict[int, int]:
    """How many there are for each opt-out that has any."""
    rows = db.session.execute(
        select(LeftAlready.opt_out_id, func.count())
        .join(Message, Message.id == LeftAlready.message_id)
        .where(LeftAlready.opt_out_id.in_(ids), Message.state.not_in(CAME_BACK))
        .group_by(LeftAlready.opt_out_id)
    )
    return {row[0]: row[1] for row in rows}


def of_batch(batch_id: int) -> int:
    """How many of a batch's messages there are."""
    left = (
        select(func.count(func.distinct(LeftAlready.message_id)))
        .join(Message, Message.id == LeftAlready.message_id)
        .where(LeftAlready.batch_id == batch_id, Message.state.not_in(CAME_BACK))
    )
    return db.session.scalar(left) or 0
