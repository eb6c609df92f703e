"""Words in a text."""

from __future__ import annotations

import pytest

from webapp.services.workflows.triggers import base


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("I want to BOOK.", "book", True),
        ("Bücher!", "bücher", True),
        ("handbook", "book", False),
        ("an  appointment", "an appointment", True),
        ("", "book", False),
    ],
)
def test_a_word_stands_in_a_text(text: str, word: str, there: bool) -> None:
    assert base.has_word(text, word) is there


def test_what_is_typed_with_commas() -> None:
    assert base.spoken(" Book,, An  Appointment ,") == ["book", "an appointment"]
