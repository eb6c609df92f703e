"""The goal of an agent, reached in a conversation."""

from __future__ import annotations

from webapp.agents.base import Goal
from webapp.db import now
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.services import signals


def reach(row: Answering, turn: AgentTurn, goal: Goal | None) -> None:
    """The first time counts for the thread, each for its turn."""
    if goal is None or not goal.reached:
        return
    turn.goal_reached = True
    if row.goal_reached_at is None:
        row.goal_reached_at, row.goal_reason = now(), goal.reason
        told = {"thread": row.thread_id, "agent": turn.agent_id, "reason": goal.reason}
        signals.emit(signals.GOAL_REACHED, **told)
