"""Each kind of step has what it does."""

from __future__ import annotations

from webapp.rules.workflow import kinds, variables
from webapp.services.workflows.steps.registry import STEPS


def test_all_of_them_in_the_order_of_their_words() -> None:
    assert list(STEPS) == list(kinds.STEPS)
    assert all(
        (handler.kind, handler.word) == (kind, kinds.STEPS[kind].word) for kind, handler in STEPS.items()
    )


def test_no_field_is_there_twice() -> None:
    for handler in STEPS.values():
        keys = [field.key for field in handler.fields]
        assert len(set(keys)) == len(keys), handler.kind


def test_the_examples_in_hints_are_names_that_a_workflow_knows() -> None:
    hints = [field.hint for handler in STEPS.values() for field in handler.fields]
    names = [name for hint in hints for name in variables.names_in(hint)]
    assert "contact.appointment" in names
    assert {name.partition(".")[0] for name in names} <= {"contact", "trigger", "steps", "secret"}
