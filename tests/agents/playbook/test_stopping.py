"""Capitals: a shout, or only how they write."""

from __future__ import annotations

import pytest

from tests.agents.people import conversation
from webapp.agents.base import HandoffKind
from webapp.agents.playbook.engine import Playbook


@pytest.mark.parametrize("text", ["YES I WILL BE THERE!", "THANK YOU SO MUCH!", "WHERE CAN I PARK MY CAR!"])
def test_what_is_understood_is_no_shout(text: str) -> None:
    assert Playbook().decide(conversation(text)).handoff is None


def test_what_is_not_understood_is_one() -> None:
    decision = Playbook().decide(conversation("NOW I WANT MY CARD BACK!"))
    assert decision.handoff is not None and decision.handoff.kind is HandoffKind.UPSET


@pytest.mark.parametrize("text", ["I want to kill myself", "I'm having chest pain"])
def test_an_emergency_is_handed_off_with_a_word_of_whom_to_call(text: str) -> None:
    decision = Playbook().decide(conversation(text))
    assert decision.handoff is not None and "emergency" in decision.handoff.reason
    assert "emergency services" in decision.say
