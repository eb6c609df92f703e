"""The scripted model answers from the prompt alone, through the real engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.agents.llm.people import access, conversation
from tests.simulator.model.server import ModelServer
from webapp.agents.base import Conversation, Decision, HandoffKind
from webapp.agents.llm.engine import Llm
from webapp.simulator.model import scripted


def answered(model: ModelServer, asked: Conversation) -> Decision:
    return Llm(access(model)).decide(asked)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Where can I park?", "There is free parking behind the house. The gate closes at 20:00."),
        ("Who is my dentist?", "Dr Quill."),
        ("and does she prefer the mornings?", "Maria prefers mornings."),
        ("What is the word of the house?", "The word of the house is heliotrope."),
        ("Xyzzy plugh", "Sorry, I did not understand that. Could you say it in other words?"),
    ],
)
def test_it_says_what_stands_in_the_prompt(model: ModelServer, text: str, said: str) -> None:
    first, second = answered(model, conversation(text)), answered(model, conversation(text))
    assert first.say == said
    assert first == second, "the same prompt, the same answer"


def test_it_goes_through_a_task(model: ModelServer) -> None:
    said = []
    asked = conversation("I need to move my appointment")
    for text in ("next Monday", "half past three", "yes"):
        decision = answered(model, asked)
        said.append(decision.say)
        asked = conversation(text, memory=decision.memory)
    done = answered(model, asked)
    assert said[:2] == ["Which day suits you?", "At what time?"]
    assert said[2].startswith("Just to be sure:\nDay: Monday, 9 March 2026\nTime: 15:30")
    assert done.runs
    assert dict(done.fields) == {"day": "2026-03-09", "hour": "15:30"}
    assert "Moving" in answered(model, conversation("We move the appointment")).labels


def test_it_hears_what_is_no_question(model: ModelServer) -> None:
    agent = replace(conversation().agent, handoff_words=())
    wants = answered(model, conversation("Could an operator look at this", agent=agent))
    assert wants.handoff is not None
    assert wants.handoff.kind is HandoffKind.ASKED
    assert answered(model, conversation("Thanks!")).end


def test_a_plain_schema_is_filled() -> None:
    properties = {
        "word": {"type": "string"}, "one": {"enum": ["x", "y"]}, "count": {"type": "integer"},
        "list": {"type": "array"}, "null": {"type": "null"},
    }  # fmt: skip
    assert scripted.by_schema({"properties": properties}) == {
        "word": "ok", "one": "x", "count": 1, "list": [], "null": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "messages", [[], [{}], [{"role": "user", "content": [{"text": "Hi"}, 7]}], ["x", None]]
)
def test_a_prompt_of_another_kind_gets_an_answer(messages: list[object]) -> None:
    assert scripted.answer({"messages": messages})["say"]
