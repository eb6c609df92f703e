"""The shares that people are told about a playbook hold, on a third of the test set."""

from __future__ import annotations

import pytest

from tests.bench import playbook
from tests.bench.measure import Failed


@pytest.mark.long
def test_about_half_is_answered_nearly_always_rightly_and_strangers_are_not() -> None:
    who = playbook.agent(playbook.load("train"), playbook.INTENTS)
    got = playbook.measured(who, playbook.load("test")[::3])
    assert got.answered >= 0.45
    assert got.right >= 0.97
    assert got.accepted <= 0.05


def test_no_phrase_is_a_text_of_the_test_set() -> None:
    who = playbook.agent(playbook.load("train"), playbook.INTENTS)
    tested = {text for text, _ in playbook.load("test")}
    assert not tested & {phrase for entry in who.playbook for phrase in entry.phrases}


def test_missing_data_is_said_plainly() -> None:
    with pytest.raises(Failed, match="PolyAI"):
        playbook.load("missing")
