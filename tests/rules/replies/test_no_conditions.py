"""What only looks like a condition."""

from __future__ import annotations

import pytest

from webapp.rules.replies.no_conditions import NO_CONDITION


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("yes if that's ok with you", "yes"),
        ("yes if anything changes i'll let you know", "yes"),
        ("yes if you call me first", "yes if you call me first"),
        ("oui s'il vous plait", "oui"),
        ("yes if you can do tuesday", "yes if you can do tuesday"),
    ],
)
def test_it_is_left_out(said: str, left: str) -> None:
    assert " ".join(NO_CONDITION.without(said).split()) == left
