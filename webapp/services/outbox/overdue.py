"""Automatic answers that could not go out in time, because Outbound was down or the carrier refused.

A confirmation counts as wanted when it is sent within five minutes of the request (47 CFR 64.1200(a)(12));
later it is one more message to someone who wants none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from webapp.db import db, now
from webapp.models.entry import Entry, Origin
from webapp.models.message import Message
from webapp.services.gate.gate import Verdict
from webapp.services.threads.last_inbound import INBOUND, before_answer

IN_TIME = timedelta(minutes=5)
WHY = "This answer could not be sent within 5 minutes; later it would only disturb."


def answers(waiting: Sequence[Entry]) -> dict[int, Verdict]:
    """Those of the messages that wait that are answers to words written too long ago."""
    ids = [one.id for one in waiting if one.origin == Origin.CONFIRMATION]
    if not ids:
        return {}
    written = before_answer(func.coalesce(INBOUND.sent_at, INBOUND.created_at))
    late = select(Message.id).where(
        Message.id.in_(ids), func.coalesce(written, Message.created_at) < now() - IN_TIME
    )
    return dict.fromkeys(db.session.scalars(late), Verdict(False, WHY))
