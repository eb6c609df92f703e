"""Keeping the turns of agents, with what their figures count."""

from __future__ import annotations

from webapp.agents import decided
from webapp.agents.base import Conversation
from webapp.db import db, now
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.message import Message
from webapp.services.agents.turns.thinking import Thought


def keep(
    thought: Thought, outcome: TurnOutcome, reason: str, batch_id: int | None, sent: Message | None = None
) -> AgentTurn:
    """One turn, which has no id until it is flushed. `batch_id`: see AgentTurn. `sent`: the answer queued."""
    reading, usage = thought.reading, thought.plan.decision.usage
    turn = AgentTurn(
        thread_id=reading.claim.thread_id,
        agent_id=reading.agent_id,
        version=reading.version,
        decision=decided.to_json(thought.plan.decision),
        outcome=outcome,
        reason=reason,
        entry_id=sent.id if sent is not None else None,
        read_to=reading.read_to,
        batch_id=batch_id,
        handoff="",
        goal_reached=False,
        waited=_waited(reading.conversation) if sent is not None else None,
        seconds=thought.seconds,
        tokens=usage.tokens_in + usage.tokens_out if usage.requests else None,
        cost=float(usage.price) if usage.price is not None else None,
    )
    db.session.add(turn)
    return turn


def _waited(conversation: Conversation) -> float | None:
    """Seconds since the oldest text that is answered."""
    count = len(conversation.unanswered())
    if not count:
        return None
    oldest = conversation.turns[-count].at
    return round(max((now() - oldest).total_seconds(), 0.0), 1)
