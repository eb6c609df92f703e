"""Of a text that a search has found: a few words around the first find, and which of them were looked for."""

from __future__ import annotations

import pytest

from webapp.rules.excerpt import around, pieces


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Where is the CAR park?", "car park", "Where is the [CAR park]?"),
        ("A car\n\nand  a Car", " car ", "A [car] and a [Car]"),
        ("One two three four five six seven eight the car", "car", "…six seven eight the [car]"),
        ("x" * 100 + "car", "car", "…" + "x" * 24 + "[car]"),
        ("The car " + "is here " * 30, "car", "The [car] " + "is here " * 14 + "is here…"),
        ("What is (a+b)?", "(a+b)", "What is [(a+b)]?"),
        ("Nothing of it", "car", "Nothing of it"),
        ("", "car", ""),
        ("A text", "", "A text"),
    ],
)
def test_an_excerpt_begins_shortly_before_the_words(text: str, words: str, shown: str) -> None:
    said = [f"[{piece.text}]" if piece.is_match else piece.text for piece in around(text, words)]
    assert "".join(said) == shown


def test_a_whole_text_keeps_its_beginning() -> None:
    assert pieces("x" * 100 + "car", "car")[0].text == "x" * 100
