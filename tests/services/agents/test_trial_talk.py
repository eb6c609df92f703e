"""A conversation that is tried out, as a page keeps it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agents.base import MOST_TURNS, Match, Memory, OpenTask, Who
from webapp.services.agents import trial_talk
from webapp.services.agents.trial_talk import Talk, TrialTurn, Why

MATCH = Match("entry", "hours", "Hours", 81.5, "open?")
WHY = Why("sent", "It fits.", (MATCH,), ("Dogs",), fields={"Day": "x"})
TALK = Talk(
    (TrialTurn(Who.CONTACT, "Hi"), TrialTurn(Who.AGENT, "Hello", why=WHY)),
    Memory(OpenTask("visit", {"day": "2026-03-09"}, "why", True), ("hours",), 1),
    "es",
)


def test_it_comes_back_as_it_was() -> None:
    assert trial_talk.from_text(trial_talk.to_text(TALK)) == TALK


STRANGER = '{"turns": [{"who": "boss", "text": "x"}]}'
DEEP = '{"turns": ' + "[" * 450 + "]" * 450 + "}"
NAMES = st.sampled_from(["turns", "memory", "language", "who", "text", "why", "task"])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
    )
)
def test_whatever_is_sent_instead_is_read(value: object) -> None:
    talk = trial_talk.from_text(json.dumps(value))
    assert all(turn.at is not None for turn in talk.as_turns())


@pytest.mark.parametrize("kept", ["", "{", "[]", "5", "[" * 5_000, DEEP, STRANGER])
def test_what_cannot_be_read_begins_anew(kept: str) -> None:
    assert trial_talk.from_text(kept) == Talk()


def test_it_stays_bounded_and_what_was_not_said_is_no_turn() -> None:
    talk = Talk()
    for n in range(200):
        talk = talk.with_turn(TrialTurn(Who.CONTACT, str(n))).with_turn(TrialTurn(Who.AGENT, ""))
    assert len(talk.turns) == 2 * MOST_TURNS
    assert len(talk.as_turns()) <= MOST_TURNS
    assert talk.as_turns()[-1].text == "199"
    assert talk.answers == 0
