"""What the answer to Maria may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.agents.people import DESK, ENTRIES, MOVE, NOW, conversation
from webapp.agents.allowance import limits
from webapp.agents.base import Decision, Memory, OpenTask, Turn, Who
from webapp.agents.outgoing import check
from webapp.rules.fields.field_sentences import LANGUAGES, Fault, sentence

TASK = replace(
    MOVE,
    fields=(
        replace(MOVE.fields[0], questions={"es": "¿Qué día? Si es urgente: 0113 496 0222."}),
        *MOVE.fields[1:],
    ),
    done_in={"es": "Hecho. Si no puede, llame al 0113 496 0333."},
)
AGENT = replace(
    DESK,
    tasks=(TASK,),
    instructions="Escalate to Paul, +44 20 7946 0958.",
    playbook=(*ENTRIES, replace(ENTRIES[2], key="desk", answer="Call 0113 496 0000.")),
    links=("example.com",),
    signature="Your dentist",
)
EARLIER = Turn(Who.AGENT, "Call 0161 496 0111", NOW - timedelta(hours=1))
MARIA = conversation("My other number is 07400 123999", agent=AGENT)


@pytest.mark.parametrize(
    ("say", "leaves"),
    [
        ("We call you on +447400123456.", True),
        ("We call you on 07400123999.", True),
        ("The desk is on +44 113 496 0000.", True),
        ("¿Qué día? Si es urgente: 0113 496 0222.", True),
        ("Hecho. Si no puede, llame al 0113 496 0333.", True),
        ("See example.com", True),
        ("Paul is on 020 7946 0958.", False),
        ("As I said, call 0161 496 0111.", False),
        ("Call 07400 123457.", False),
    ],
)
def test_only_what_is_hers_or_meant_to_be_sent_leaves(say: str, leaves: bool) -> None:
    talk = replace(MARIA, turns=(EARLIER, *MARIA.turns))
    got = check(say, limits(talk, Decision(say)))
    assert bool(got.text) is leaves
    assert got.text.endswith("Your dentist") is leaves


@pytest.mark.parametrize(
    ("decision", "whole"),
    [
        (Decision(), False),
        (Decision(confirm=True), True),
        (Decision(memory=Memory(OpenTask("move"))), True),
        (Decision(memory=Memory(offered=("a",))), True),
    ],
)
def test_a_question_is_not_cut(decision: Decision, whole: bool) -> None:
    assert limits(MARIA, decision).whole is whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_in_the_question_for_an_address_is_nobodys(language: str) -> None:
    say = sentence(Fault.EMAIL, language)
    assert check(say, limits(MARIA, Decision(say), segments=3)).text.startswith(say)


def test_what_they_have_given_is_read_back_to_them() -> None:
    given = {"email": "maria@web.example", "budget": "1500000"}
    say = "Just to be sure:\nE-mail: maria@web.example\nBudget: 1500000\nIs that right? (yes/no)"
    assert check(say, limits(MARIA, Decision(say, fields=given, confirm=True))).text
    assert not check(say, limits(MARIA, Decision(say, fields=given))).text
