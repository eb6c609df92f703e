"""Tests of an agent are played on the playbook, and say what came."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agents.people import DESK, MARIA, NOW
from webapp.agents.base import Conversation, Decision, EngineFault, Turn, Who
from webapp.agents.definition import Knowledge
from webapp.agents.eval_text import parse
from webapp.agents.evals import CaseResult, Stage, from_conversation, run, unknown_names
from webapp.agents.knowledge import Index
from webapp.agents.playbook.engine import Playbook

STAGE = Stage(Playbook(), DESK, NOW, MARIA)
MOVES = """
test: Moves the appointment
row first_name: Maria
row appointment: Tuesday
says: can we reschedule
contains: which  DAY
not contains: sorry
task: move
label: Moving
runs: no
answer: yes
max segments: 1
language: en
says: tomorrow
and: at 15:30
field day: 2026-03-03
field hour: *
says: no
contains: Tuesday, 3 March 2026
says: yes
runs: yes
goal: yes
handoff: no
opt out: no
"""


class Broken:
    """An engine that cannot decide."""

    def decide(self, conversation: Conversation) -> Decision:
        raise EngineFault("The model did not answer.")


class Leaky:
    """An engine that says what must not leave."""

    def decide(self, conversation: Conversation) -> Decision:
        return Decision(say="See https://evil.example")


def played(text: str, stage: Stage = STAGE) -> CaseResult:
    parsed = parse(text)
    assert parsed.mistakes == ()
    return run(parsed.cases[0], stage)


def test_a_test_passes() -> None:
    result = played(MOVES)
    assert result.ok, result.failed
    assert [len(turn.checks) for turn in result.turns] == [8, 2, 1, 4]
    assert result.turns[0].said == "No problem. Which day suits you?"
    assert result.turns[1].texts == ("tomorrow", "at 15:30")


@pytest.mark.parametrize(
    ("line", "came"),
    [
        ("contains: parking", "the answer “No problem. Which day suits you?”"),
        ("not contains: which day", "the answer “No problem. Which day suits you?”"),
        ("task: none", "move"),
        ("field day: *", "no value"),
        ("runs: yes", "no"),
        ("handoff: yes", "no handoff"),
        ("opt out: yes", "no"),
        ("label: Comes", "Moving"),
        ("goal: yes", "no"),
        ("answer: no", "yes"),
        ("language: es", "en"),
    ],
)
def test_each_expectation_can_fail_and_says_what_came(line: str, came: str) -> None:
    result = played(f"test: One\nsays: can we reschedule\n{line}")
    assert [(check.expected, check.came, check.line) for check in result.failed] == [(line, came, 3)]


def test_an_answer_can_have_too_many_segments() -> None:
    long = replace(DESK, playbook=(replace(DESK.playbook[2], answer="Here. " * 50),))
    result = played(
        "test: One\nsays: where can I park\nmax segments: 1", replace(STAGE, agent=long, segments=3)
    )
    assert [check.came for check in result.failed] == ["2"]


def test_nothing_comes_after_a_handoff_or_an_opt_out() -> None:
    for text, kind in (("I want to speak to a person", "handoff: asked"), ("STOP", "opt out: yes")):
        result = played(f"test: One\nsays: {text}\n{kind}\nsays: where can I park\ncontains: house")
        assert result.turns[0].checks[0].ok
        assert [check.line for check in result.failed] == [4] and result.failed[0].came.startswith("nothing")


def test_an_engine_that_fails_fails_the_test() -> None:
    result = played("test: One\nsays: hello\nanswer: no", replace(STAGE, engine=Broken()))
    assert [check.came for check in result.failed] == ["the engine failed: The model did not answer."]


def test_an_answer_that_would_be_refused_fails_the_test() -> None:
    result = played("test: One\nsays: hello\nopt out: no", replace(STAGE, engine=Leaky()))
    assert result.turns[0].said == "" and "is not on the agent's list" in result.failed[0].came


def test_the_clock_and_the_row_are_the_tests_own() -> None:
    assert played(
        "test: One\nnow: 2026-12-30 09:00\nrow first_name: Ana\nrow appointment: noon\n"
        "says: When is my appointment?\ncontains: Hi Ana, it is on noon.\n"
        "says: can we reschedule\ntask: move\nsays: tomorrow\nfield day: 2026-12-31"
    ).ok


def test_knowledge_is_looked_up_for_each_turn() -> None:
    index = Index([Knowledge(1, "Opening hours", "We are open from 9 to 5.")])
    text = "test: One\nsays: opening hours\ncontains: from 9 to 5"
    assert played(text, replace(STAGE, knowledge=index)).ok and not played(text).ok


def test_names_that_the_agent_does_not_have_are_told() -> None:
    text = "test: One\nsays: hi\ntask: gone\nfield day: 1\nfield size: 2\nlabel: X\nlanguage: fr\ntask: none"
    assert [str(mistake) for mistake in unknown_names(parse(text).cases, DESK)] == [
        "Line 3: The agent has no task “gone”.",
        "Line 5: The agent has no field “size”.",
        "Line 6: The agent has no label “X”.",
        "Line 7: The agent has no language “fr”.",
    ]


def test_a_thread_becomes_a_test_that_passes() -> None:
    turns, memory = [], None
    for text in ("where can I park", "can we reschedule"):
        turns.append(Turn(Who.CONTACT, text, NOW))
        talk = Conversation(DESK, MARIA, tuple(turns), NOW)
        decision = Playbook().decide(talk if memory is None else replace(talk, memory=memory))
        memory = decision.memory
        turns.append(Turn(Who.AGENT, decision.say, NOW))
    assert from_conversation(turns, "Parking") == (
        "test: Parking\nsays: where can I park\ncontains: There is parking behind the house.\n"
        "says: can we reschedule\ncontains: No problem. Which day suits you?\n"
    )
    assert played(from_conversation(turns, "Parking")).ok


def test_what_staff_wrote_is_a_comment() -> None:
    turns = [
        Turn(Who.CONTACT, "hi\nthere", NOW),
        Turn(Who.CONTACT, "you?", NOW),
        Turn(Who.STAFF, "Hello!", NOW),
    ]
    text = from_conversation(turns, "Hello", "es")
    assert text == "test: Hello\nlanguage: es\nsays: hi\\nthere\nand: you?\n# staff wrote: Hello!\n"
    assert "expects nothing" in parse(text).mistakes[0].sentence


@given(
    st.lists(st.builds(Turn, st.sampled_from(Who), st.text(max_size=20), st.just(NOW)), max_size=8),
    st.text(max_size=10),
)
def test_any_thread_becomes_a_test_that_can_be_read(turns: list[Turn], name: str) -> None:
    first = [Turn(Who.CONTACT, "Hello", NOW), Turn(Who.AGENT, "Hi", NOW)]
    parsed = parse(from_conversation([*first, *turns], name))
    assert parsed.mistakes == () and len(parsed.cases) == 1
