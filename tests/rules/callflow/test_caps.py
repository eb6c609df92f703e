"""When a conversation has lasted long enough."""

from __future__ import annotations

from webapp.rules.callflow import caps
from webapp.rules.callflow.script import Script
from webapp.rules.callflow.state import State


def test_by_turns_or_by_seconds() -> None:
    script = Script(most_turns=2, longest=60)
    assert not caps.passed(script, State(turns=2), 59.9)
    assert caps.passed(script, State(turns=3), 0)
    assert caps.passed(script, State(), 60)
