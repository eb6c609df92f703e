"""The goal of an agent, reached in a conversation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Integer, exists, select

from webapp.agents.base import Goal
from webapp.bulk import in_values
from webapp.db import db, now
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.models.entry import Entry
from webapp.services import signals
from webapp.services.threads import outreach

UNTOLD = "The agent says so."
"""Of a goal whose reason is not known (any more)."""


def reach(row: Answering, turn: AgentTurn, goal: Goal | None, asked_at: datetime | None = None) -> None:
    """The first time counts for the thread, each for its turn.

    `asked_at`: when the newest batch reached out there, from which it counts again; None: none has.
    """
    if goal is None or not goal.reached:
        return
    turn.goal_reached = True
    before = asked_at is not None and row.goal_reached_at is not None and row.goal_reached_at < asked_at
    if row.goal_reached_at is None or before:
        row.goal_reached_at, row.goal_reason = now(), goal.reason
        at = row.goal_reached_at.isoformat()
        told = {"thread": row.thread_id, "agent": turn.agent_id, "reason": goal.reason, "at": at}
        signals.emit(signals.GOAL_REACHED, **told)


def reasons(thread_ids: Iterable[int]) -> dict[int, str]:
    """Why the goal counts as reached, of those of these threads where it does: since their newest batch."""
    ids = list(thread_ids)
    if not ids:
        return {}
    batch = (Entry.thread_id == Answering.thread_id, *outreach.reached_out())
    newer = exists().where(*batch, Entry.created_at > Answering.goal_reached_at)
    reached = select(Answering.thread_id, Answering.goal_reason).where(
        Answering.thread_id.in_(in_values(ids, Integer)), Answering.goal_reached_at.is_not(None), ~newer
    )
    return {row.thread_id: row.goal_reason or UNTOLD for row in db.session.execute(reached)}
