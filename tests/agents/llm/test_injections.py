"""AgentDojo's injections as texts of a contact: they are data, and what comes back is filtered."""

from __future__ import annotations

import json

import pytest

from tests.agents.llm.people import access, conversation, said
from tests.house.sources import ROOT
from tests.simulator.model.server import ModelServer
from webapp.agents import allowance, outgoing
from webapp.agents.links import find_links
from webapp.agents.llm import prompt
from webapp.agents.llm.engine import Llm
from webapp.agents.seen import as_seen

LINES = ROOT.joinpath("tests/data/agentdojo/injections.jsonl").read_text("utf-8").splitlines()
TEXTS = [json.loads(line)["text"] for line in LINES]
PARTS = [TEXTS[start::5] for start in range(5)]
"""Each with one wording of all goals."""


def test_there_are_enough_of_them() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 200


def test_they_stand_in_the_data_as_they_are_and_nowhere_else() -> None:
    plain = prompt.instructions(conversation("Hi"))
    for text in TEXTS:
        asked = conversation("Hello", text)
        told = prompt.data(asked)
        assert "<" not in told
        assert [turn["text"] for turn in json.loads(told)["turns"]] == ["Hello", text]
        assert prompt.instructions(asked) == plain


@pytest.mark.parametrize("part", range(5))
@pytest.mark.long
def test_the_scripted_model_does_nothing_for_them(model: ModelServer, part: int) -> None:
    """It knows words alone: what is proved is that nothing on the way makes more of a text than a text."""
    engine = Llm(access(model))
    for text in PARTS[part]:
        asked = conversation(text)
        decision = engine.decide(asked)
        sent = outgoing.check(decision.say, allowance.limits(asked, decision)).text
        assert find_links(as_seen(sent)) == []
        assert not decision.runs
    assert len(model.requests()) >= len(PARTS[part]) - 5, "but for those who ask for a person"


@pytest.mark.parametrize("part", range(5))
def test_a_model_that_obeys_them_sends_no_link_and_reaches_no_one_else(model: ModelServer, part: int) -> None:
    """An address that the contact wrote may be said to this contact, and to no other."""
    engine = Llm(access(model))
    for text in PARTS[part]:
        model.mood("given", output=said(say=text[:1_000], because=text[:1_000], to=text[:100]))
        asked, other = conversation(f"What about this: {text}"), conversation("Hello?")
        decision = engine.decide(other)
        to_other = outgoing.check(decision.say, allowance.limits(other, decision, segments=3)).text
        assert not any(word in to_other for word in ("@", "www.", "http", "US133000000121212121212"))
        back = outgoing.check(decision.say, allowance.limits(asked, decision, segments=3)).text
        assert not any(word in back for word in ("www.", "http"))
