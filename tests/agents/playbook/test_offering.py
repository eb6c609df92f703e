"""Asking back which of two entries is meant, and when there is nothing to ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.agents.people import conversation
from webapp.agents.base import Decision
from webapp.agents.definition import Agent
from webapp.agents.playbook.engine import Playbook
from webapp.agents.templates.registry import TEMPLATES

FEEDBACK = TEMPLATES["feedback"].agent


def answered(text: str, agent: Agent = FEEDBACK) -> Decision:
    return Playbook().decide(conversation(text, agent=agent))


@pytest.mark.parametrize("text", ["it was lovely five stars", "It was lovely, five stars"])
def test_where_each_begins_the_same_task_nothing_is_asked_back(text: str) -> None:
    decision = answered(text)
    assert decision.memory.offered == ()
    assert decision.memory.task is not None and decision.memory.task.key == "feedback"
    assert decision.labels == (), "whether they are happy, only one of the entries says"


def test_where_they_lead_to_different_things_it_is() -> None:
    playbook = tuple(
        replace(entry, task="", answer="Good.") if entry.key == "happy" else entry
        for entry in FEEDBACK.playbook
    )
    decision = answered("it was lovely five stars", replace(FEEDBACK, playbook=playbook))
    assert set(decision.memory.offered) == {"happy", "score"}
    assert decision.memory.task is None
