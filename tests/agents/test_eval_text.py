"""Tests as a person types them, and what they are told about what is wrong."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agents.eval_cases import Case, Expectation, Expected, Step
from webapp.agents.eval_text import LONGEST, MOST_CASES, MOST_STEPS, escaped, parse

TYPED = """
# Maria cannot come.
test: Moves the appointment
language: EN
now: 2026-03-02 10:00
row first_name: Maria
row Due date: 3 March: morning
message: See you on Tuesday!

says: can we reschedule?
and: sorry
contains: "Which day"
not contains: sorry
task: move
says: tomorrow
field day: 2026-03-03
handoff: No
opt out: no
max segments: 1
"""
YAML = """
tests:
  - test: Moves the appointment
    language: en
    now: '2026-03-02 10:00'
    row:
      first_name: Maria
      Due date: "3 March: morning"
    message: See you on Tuesday!
    turns:
      - says: can we reschedule?
        and: sorry
        expect:
          contains: Which day
          not_contains: sorry
          task: move
      - says: tomorrow
        expect:
          fields:
            day: 2026-03-03
          handoff: no
          opt_out: no
          max_segments: 1
"""
BEGUN = "test: One\nsays: hello\n"


def plain(case: Case) -> object:
    """The case without its lines."""
    steps = [
        (step.texts, [(each.what, each.name, each.value) for each in step.expects]) for step in case.steps
    ]
    return case.name, case.language, case.now, case.row, case.message, steps


def test_a_test_is_read() -> None:
    cases, mistakes = parse(TYPED)
    assert mistakes == () and len(cases) == 1
    assert cases[0].now == datetime(2026, 3, 2, 10) and cases[0].language == "en" and cases[0].line == 3
    assert cases[0].row == {"first_name": "Maria", "Due date": "3 March: morning"}
    assert cases[0].steps[0] == Step(
        ("can we reschedule?", "sorry"),
        (
            Expectation(Expected.CONTAINS, "Which day", line=12),
            Expectation(Expected.NOT_CONTAINS, "sorry", line=13),
            Expectation(Expected.TASK, "move", line=14),
        ),
        10,
    )
    assert cases[0].steps[1].expects[1] == Expectation(Expected.HANDOFF, "no", line=17)


def test_it_may_be_typed_like_yaml() -> None:
    typed, yaml = parse(TYPED), parse(YAML)
    assert yaml.mistakes == () and plain(yaml.cases[0]) == plain(typed.cases[0])


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("hello", "Line 1: “hello” has no colon. Write for example: contains: Which day"),
        ("says: hello", "Line 1: Begin with the name of a test. For example: test: Asks for the time"),
        (BEGUN + "contain: hi", "Line 3: “contain” is not known. Did you mean “contains”?"),
        (BEGUN + "contains:", "Line 3: There is nothing behind “contains:”."),
        (BEGUN + 'contains: ""', "Line 3: There is nothing behind “contains:”."),
        (BEGUN + "row name: Maria", "Line 3: “row” has to come before the first “says:”."),
        (BEGUN + "opt out: perhaps", "Line 3: “opt out” is yes or no, not “perhaps”."),
        (BEGUN + "max segments: 0", "Line 3: “max segments” is a number from 1 to 9, not “0”."),
        (BEGUN + "language: English", "Line 3: “English” is no language. Write two letters, like en or es."),
        (BEGUN + "field: 2", "Line 3: Write field with a name. For example: field day: 2026-03-02"),
        (
            BEGUN + "answer: no\nand: you there",
            "Line 4: “and:” belongs right below “says:”, before what is expected.",
        ),
        (BEGUN, "Line 1: The test “One” expects nothing, so it cannot fail."),
        ("test: One", "Line 1: The test “One” has no “says:”."),
        ("test: One\nand: x", "Line 2: “and:” adds a text to “says:”, which has to come first."),
        ("test: One\ncontains: x", "Line 2: “contains” needs a “says:” above it."),
        (
            "test: One\nlanguage: English",
            "Line 2: “English” is no language. Write two letters, like en or es.",
        ),
        (
            "test: One\nnow: tomorrow",
            "Line 2: “tomorrow” is no date and time. Write it like 2026-03-02 10:00.",
        ),
        ("test: One\ntest: One", "Line 2: Two tests are called “One”."),
    ],
)
def test_a_mistake_is_a_sentence_with_its_line(text: str, mistake: str) -> None:
    assert str(parse(text).mistakes[0]) == mistake


def test_a_handoff_is_of_a_known_kind() -> None:
    assert "asked, upset" in parse(BEGUN + "handoff: angry").mistakes[0].sentence
    assert parse(BEGUN + "handoff: UPSET").cases[0].steps[0].expects[0].value == "upset"


def test_every_mistake_is_told_and_the_rest_is_read() -> None:
    parsed = parse(BEGUN + "bad\nworse\ncontains: hi\n")
    assert [mistake.line for mistake in parsed.mistakes] == [3, 4]
    assert parsed.cases[0].steps[0].expects[0].value == "hi"


def test_there_are_bounds() -> None:
    assert "at most" in parse(BEGUN + "says: x\n" * MOST_STEPS).mistakes[0].sentence
    assert "at most" in parse("".join(f"test: {n}\n" for n in range(MOST_CASES + 1))).mistakes[0].sentence
    assert "longer than" in parse("x" * (LONGEST + 1)).mistakes[0].sentence


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    parsed = parse(text)
    assert all(
        mistake.line >= 1 and mistake.sentence.endswith((".", "?", "day", "time", "02"))
        for mistake in parsed.mistakes
    )


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_any_value_comes_back(text: str) -> None:
    value = parse(f"test: One\nsays: {escaped(text)}\nanswer: yes").cases[0].steps[0].texts[0]
    assert value.split() == text.split()
