"""Nothing is to be said to someone who waits: staff have looked, and leave it at that."""

from __future__ import annotations

from webapp.models.agent import AgentState
from webapp.models.user import User
from webapp.services.agents import switch
from webapp.services.inbox import reply


def no_reply_needed(thread_id: int, by: User) -> None:
    """No one waits for us there. What an agent has handed off is theirs from now on. Raises NotFound."""
    thread = reply.get(thread_id)
    if thread.agent_state == AgentState.HANDED_OFF:
        thread = switch.take_over(thread_id, by)
    reply.mark_answered(thread)
