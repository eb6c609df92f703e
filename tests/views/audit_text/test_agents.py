"""Lines of the audit about agents read as sentences."""

from __future__ import annotations

import pytest

from webapp.models.event import Event
from webapp.views.audit_text.agents import AGENTS, THREADS
from webapp.views.audit_text.words import IT


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("agent.created", {"name": "Desk"}, "made the agent “Desk”"),
        ("agent.saved", {"name": "Desk", "version": 3}, "changed the agent “Desk”: version 3"),
        ("thread.handed_off", {"reason": "They asked."}, f"{IT} was handed off to staff: They asked."),
        ("thread.given_back", {"name": "Desk"}, f"gave {IT} back to the agent “Desk”"),
        ("thread.agent_chosen", {}, f"chose the agent “?” for {IT}"),
    ],
)
def test_a_line_says_what_happened(kind: str, data: dict[str, object], said: str) -> None:
    words = {**AGENTS, **THREADS}
    assert words[kind](Event(kind=kind, data=data)) == said
