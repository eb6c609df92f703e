"""docs/workflows.md has a row for each trigger and step, and what later steps know of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.rules.workflow import conditions, kinds

TEXT = Path("docs/workflows.md").read_text("utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ")]


def row(word: str) -> str:
    found = [line for line in ROWS if word in line.split("|")[1]]
    assert found, f"no row for “{word}”"
    return found[0]


@pytest.mark.parametrize("kind", kinds.TRIGGERS)
def test_each_trigger_and_what_is_known_of_it(kind: str) -> None:
    trigger = kinds.TRIGGERS[kind]
    assert all(value in row(trigger.word).split("|")[-2] for value in trigger.values if kind != "opted_in")


@pytest.mark.parametrize("kind", kinds.STEPS)
def test_each_step_and_what_later_ones_know(kind: str) -> None:
    step = kinds.STEPS[kind]
    assert all(value in row(step.word).split("|")[-2] for value in step.values)
    assert ("**branches**" in row(step.word)) is (bool(step.outcomes) or step.branching) or kind == "branch"


def test_each_of_them_has_an_example() -> None:
    examples = TEXT.partition("## An example of each")[2].partition("\n## ")[0]
    every = [*kinds.TRIGGERS.values(), *kinds.STEPS.values()]
    assert [one.word for one in every if f"**{one.word}**" not in examples] == []


def test_every_operator_has_words() -> None:
    assert set(conditions.WORDS) == set(conditions.Operator)
