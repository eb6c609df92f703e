"""Agents' answers that wait again, as the carrier did not take them, when a person has the word by then.

A person who takes over takes back what waits (agents/turns/holding), but not what is on its way; and a
carrier that is too busy may give that back.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.entry import Entry, Origin
from webapp.models.thread import Thread
from webapp.services import signals
from webapp.services.gate.gate import Verdict

WHY = "A person has taken over."
WITH_STAFF = (AgentState.PAUSED, AgentState.OFF)


def silence(waiting: Sequence[Entry]) -> dict[int, Verdict]:
    """Those of the entries that must not be sent any more, by id. A hook opens again what they answer."""
    answers = [one for one in waiting if one.origin == Origin.AGENT]
    if not answers:
        return {}
    threads = {one.thread_id for one in answers}
    taken = select(Thread.id).where(Thread.id.in_(threads), Thread.agent_state.in_(WITH_STAFF))
    with_staff = set(db.session.scalars(taken))
    silenced = [one for one in answers if one.thread_id in with_staff]
    for one in silenced:
        signals.emit(signals.ANSWER_SILENCED, thread=one.thread_id, message=one.id)
    return {one.id: Verdict(False, WHY) for one in silenced}
