"""Each kind of step has what it does."""

from __future__ import annotations

from webapp.rules.workflow import kinds
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
