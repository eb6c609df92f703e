"""What is read back to Maria leaves, however long or odd her reason is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.agents.people import DESK, conversation
from webapp.agents.allowance import limits
from webapp.agents.base import Memory, OpenTask
from webapp.agents.outgoing import check
from webapp.agents.playbook.engine import Playbook

STORY = "my daughter was ill all week, then the car broke down and nobody could fix it before Saturday. " * 4


@pytest.mark.parametrize(
    "reason", [STORY, "trabajo todo el día, y además mañana", f"late {'🚗' * 30}", f"ш{STORY}"]
)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("segments", [1, 2])
def test_what_is_read_back_always_leaves(reason: str, language: str, segments: int) -> None:
    agent = replace(DESK, segments=segments, signature="Your dentist")
    memory = Memory(OpenTask("move", {"day": "2026-03-03", "hour": "15:30"}, asked="note"))
    said = conversation(reason, agent=agent, memory=memory, language=language)
    decision = Playbook().decide(said)
    assert decision.confirm and decision.fields["note"] == reason.strip()
    assert check(decision.say, limits(said, decision, segments)).text.endswith("Your dentist")


def test_a_long_reason_is_read_back_with_its_beginning() -> None:
    agent = replace(DESK, segments=1)
    memory = Memory(OpenTask("move", {"day": "2026-03-03", "hour": "15:30"}, asked="note"))
    assert (
        "know: my daughter was ill" in Playbook().decide(conversation(STORY, agent=agent, memory=memory)).say
    )
    spoken = conversation(STORY, agent=agent, memory=memory, channel="call")
    assert STORY.strip() in Playbook().decide(spoken).say


def test_a_link_in_what_they_wrote_does_not_hold_it_up() -> None:
    memory = Memory(OpenTask("move", {"day": "2026-03-03", "hour": "15:30"}, asked="note"))
    said = conversation("my bus.thanks, see evil.example/x", memory=memory)
    decision = Playbook().decide(said)
    assert decision.fields["note"] == "my bus.thanks, see evil.example/x"
    assert "bus. thanks" in check(decision.say, limits(said, decision, 2)).text
