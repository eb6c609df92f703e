"""Agents: made and changed, and who has the word in a conversation."""

from __future__ import annotations

from webapp.models.event import Event
from webapp.views.audit_text.words import IT, Words, text


def _agent(event: Event) -> str:
    return f"the agent “{text(event, 'name', '?')}”"


AGENTS: Words = {
    "agent.created": lambda event: f"made {_agent(event)}",
    "agent.saved": lambda event: f"changed {_agent(event)}: version {text(event, 'version', '?')}",
    "agent.put_back": lambda event: f"put back version {text(event, 'version', '?')} of {_agent(event)}",
    "agent.tests_saved": lambda event: f"changed the tests of {_agent(event)}",
    "agent.archived": lambda event: f"archived {_agent(event)}",
    "agent.brought_back": lambda event: f"brought {_agent(event)} back from the archive",
}
THREADS: Words = {
    "thread.handed_off": lambda event: f"{IT} was handed off to staff: {text(event, 'reason')}",
    "thread.taken_over": lambda _: f"took over from the agent with {IT}",
    "thread.given_back": lambda event: f"gave {IT} back to {_agent(event)}",
    "thread.agent_off": lambda _: f"switched the agent off with {IT}",
    "thread.agent_chosen": lambda event: f"chose {_agent(event)} for {IT}",
}
