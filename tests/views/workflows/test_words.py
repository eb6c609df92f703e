"""Every state has a word, and every choice of a field."""

from __future__ import annotations

import pytest

from webapp.models.workflow import WorkflowState
from webapp.models.workflow_run import RunState, StepState
from webapp.models.workflow_start import StartState
from webapp.views.workflows import words


def test_every_state_has_its_looks() -> None:
    assert set(words.WORKFLOWS) == set(WorkflowState)
    assert set(words.RUNS) == set(RunState)
    assert set(words.STEPS) == set(StepState)
    assert set(words.STARTS) == set(StartState)


@pytest.mark.parametrize(
    ("value", "said"),
    [("hours", "Hours"), ("hang_up", "Hang up"), ("de", "German"), ("no_answer", "No answer")],
)
def test_choices_in_words(value: str, said: str) -> None:
    assert words.choice(value) == said
