"""Taking back what staff wrote while it waits for someone's hours."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from webapp.db import db, inline_literal, now
from webapp.errors import Conflict
from webapp.models import statuses
from webapp.models.entry import Direction, Origin
from webapp.models.message import Message, MessageState
from webapp.models.status_change import Because
from webapp.models.statuses import Phase
from webapp.models.user import User
from webapp.services import events
from webapp.services.threads import activity, messages, reopening

NEVER_CAME = statuses.those(MessageState, lambda one: one.retriable or one.phase == Phase.BEFORE)


def withdraw(message_id: int, by: User) -> int:
    """It is not sent; a person who waited for an answer waits again. Returns its thread's id.

    Raises Conflict when it does not wait any more.
    """
    may_be = Message.origin.in_((Origin.STAFF, Origin.MISSED_CALL))
    theirs = (Message.id == message_id, may_be, Message.not_before.is_not(None))
    moved = messages.move(
        MessageState.CANCELED, *theirs, Message.state == inline_literal("queued"), settled_at=now()
    )
    if not moved:
        raise Conflict("It cannot be taken back any more: it has been sent, or taken back already.")
    thread_id = db.session.scalars(select(Message.thread_id).where(Message.id == message_id)).one()
    if _is_owed(thread_id):
        reopening.want([thread_id], Because.OWED)
    else:
        activity.touch([thread_id])
    events.note("thread.withdrew", user_id=by.id, thread_id=thread_id, message_id=message_id)
    return thread_id


def _is_owed(thread_id: int) -> bool:
    """Whether what the contact wrote last has no answer of staff or an agent that may have reached them.

    A confirmation, a batch or a workflow answers no question.
    """
    there = Message.thread_id == thread_id
    theirs = (there, Message.direction == Direction.IN, Message.reacts_to.is_(None))
    asked = db.session.scalar(select(func.max(Message.id)).where(*theirs))
    answers = (there, Message.origin.in_((Origin.STAFF, Origin.AGENT)), Message.state.not_in(NEVER_CAME))
    return asked is not None and not db.session.scalar(select(exists().where(*answers, Message.id > asked)))
