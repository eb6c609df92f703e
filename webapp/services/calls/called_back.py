"""A call in which one of the staff talked with them keeps the callbacks that were promised for about then."""

from __future__ import annotations

from sqlalchemy import select

from webapp.db import db
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.rules.callflow.outcomes import Outcome
from webapp.services.threads import callbacks


def settle(call: Call) -> None:
    """Those that are due by tomorrow are done; not what was promised in this call.

    It and its thread are held.
    """
    if call.outcome != Outcome.ANSWERED or call.answered_at is None:
        return
    user_id = call.user_id if call.connects else _taken_by(call)
    if user_id is not None:
        callbacks.talked(call.thread_id, user_id, call.answered_at)


def _taken_by(call: Call) -> int | None:
    """Who of staff took it on their own phone, the last one."""
    query = select(CallLeg.user_id).where(CallLeg.call_id == call.id, CallLeg.accepted_at.is_not(None))
    return db.session.scalar(query.order_by(CallLeg.id.desc()).limit(1))
