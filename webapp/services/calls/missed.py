"""A call to us that no one took, with or without a message: one text back, where the team wants it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.channel import Channel
from webapp.models.entry import Direction, Origin
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.rules.callflow.outcomes import Outcome
from webapp.services import settings
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.threads import enqueue

TAKEN = (Outcome.ANSWERED, Outcome.REJECTED)
"""How a call to us ends that an agent or a person took, or of someone whom staff have blocked."""
ONE_A_DAY = timedelta(days=1)


def is_missed(call: Call) -> bool:
    """Whether they called us and no one talked with them; a message that they left is no talk."""
    return call.direction == Direction.IN and call.outcome is not None and call.outcome not in TAKEN


def waits_for_us(call: Call) -> bool:
    """Whether someone should come back to them: it was missed, or they said no word to the agent."""
    wordless = call.direction == Direction.IN and not (call.flow or {}).get("spoken")
    return is_missed(call) or (wordless and call.outcome == Outcome.ANSWERED)


def text_back(call: Call) -> Message | None:
    """Queue it, once a day for a phone, whatever number of ours they call. None when none is to be sent.

    The gate is asked now, and again when it leaves.
    """
    text = str(settings.get("missed_call_text")) if is_missed(call) else ""
    if not text:
        return None
    thread = db.session.get_one(Thread, call.thread_id)
    if thread.contact.blocked_at is not None or not thread.number.can(Channel.SMS):
        return None
    verdict = gate.ask(call.phone, Asking(Origin.MISSED_CALL, Channel.SMS))
    if verdict.obstacle is not None or _has_had_one(call.phone):
        return None
    return enqueue.put(thread, text, Origin.MISSED_CALL, not_before=verdict.until)


def _has_had_one(phone: str) -> bool:
    theirs = (Message.phone == phone, Message.origin == Origin.MISSED_CALL)
    lately = select(Message.id).where(*theirs, Message.created_at > now() - ONE_A_DAY).limit(1)
    return db.session.scalar(lately) is not None
