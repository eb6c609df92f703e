"""Automatic answers that could not go out in time, because Outbound was down or the carrier refused.

A confirmation counts as wanted when it is sent within five minutes of the request (47 CFR 64.1200(a)(12));
later it is one more message to somebody who wants none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from webapp.db import db, now
from webapp.models.entry import Direction, Origin
from webapp.models.message import Message
from webapp.services.gate.gate import Verdict

IN_TIME = timedelta(minutes=5)
WHY = "This answer could not be sent within 5 minutes; later it would only disturb."


def answers(waiting: Sequence[Message]) -> dict[int, Verdict]:
    """Those of the messages that wait that are answers to words written too long ago."""
    ids = [one.id for one in waiting if one.origin == Origin.CONFIRMATION]
    if not ids:
        return {}
    word = aliased(Message)  # what they wrote last, before we answered
    written = (
        select(func.coalesce(word.sent_at, word.created_at))
        .where(word.thread_id == Message.thread_id, word.id < Message.id, word.direction == Direction.IN)
        .order_by(word.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    late = select(Message.id).where(
        Message.id.in_(ids), func.coalesce(written, Message.created_at) < now() - IN_TIME
    )
    return dict.fromkeys(db.session.scalars(late), Verdict(False, WHY))
