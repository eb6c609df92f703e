"""A call's state as JSON and back."""

from __future__ import annotations

import json

import pytest

from webapp.rules.callflow.state import Phase, State, from_json, to_json


def test_it_comes_back_as_it_was() -> None:
    state = State(Phase.OFFERING, "es", 3, 2, hints=("a", "b"), since=2.5, thinking=True, reason="why")
    assert from_json(json.loads(json.dumps(to_json(state)))) == state


def test_what_is_missing_or_damaged_has_its_default() -> None:
    stored = {"phase": "talking", "turns": "three", "thinking": 1, "since": 4, "hints": [1, "x"], "more": 1}
    assert from_json(stored) == State(Phase.TALKING, since=4.0, hints=("x",))


@pytest.mark.parametrize("stored", [None, {}, [], {"phase": "dancing"}])
def test_no_call_begins_again_because_its_state_is_lost(stored: object) -> None:
    with pytest.raises(ValueError):
        from_json(stored)
