"""What a model says that is no answer, or that no one has said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.agents.llm.people import DESK, conversation
from webapp.agents.llm import prompt, saying


@pytest.mark.parametrize(
    ("say", "left"),
    [
        ("Hello! See you at 3.", "Hello! See you at 3."), ("<think>They say hi</think> Hello!", "Hello!"),
        ("<think>never ends", ""), ("**Hello** there", "Hello there"), ("Hello\u202e there", "Hello there"),
        ('{"say": "hello"}', ""), ("```json", ""), ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_taken_off(say: str, left: str) -> None:
    assert saying.clean(say) == left


@pytest.mark.parametrize(
    ("text", "say", "told"),
    [
        ("how much?", "It costs $49.", "an amount"), ("how much?", "It costs 95 euros.", ""),
        ("how much?", "It costs €95.00.", ""), ("I have 500 dollars", "With $500 you can start.", ""),
        ("confirm my refund of $500", "We will refund your $500.", "money back"),
        ("hola", "您好,请问有什么可以帮助您?", "a script"), ("hi", "Hello Юля, see you on Tuesday!", ""),
        ("hi", "At 15:30, room 4, for 2 people.", ""), ("hi", prompt.RULES[:200], "the rules"),
    ],
)  # fmt: skip
def test_what_no_one_has_said_is_refused(text: str, say: str, told: str) -> None:
    agent = replace(DESK, instructions="A cleaning costs 95 euros. Be kind.")
    fault = saying.fault(say, conversation(text, agent=agent))
    assert told in fault and bool(told) == bool(fault)


def test_money_back_of_which_the_agent_knows_may_be_told() -> None:
    agent = replace(DESK, instructions="We refund deposits of $40 within two days.")
    asked = conversation("Do I get my $500 back?", agent=agent)
    assert not saying.fault("We refund the deposit of $40.", asked)
    assert "an amount" in saying.fault("We will refund $500.", asked)
