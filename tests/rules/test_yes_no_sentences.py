"""Sentences that answer."""

from __future__ import annotations

import pytest

from webapp.rules.yes_no_sentences import answer


@pytest.mark.parametrize(
    ("said", "meaning", "words"),
    [
        ("i can't make it on tuesday", False, "can't make"),
        ("sorry i won't be there", False, "won't be there"),
        ("no puedo ir", False, "no puedo"),
        ("ich kann am dienstag leider nicht", False, "kann am dienstag leider nicht"),
        ("i'll be there", True, "i'll be there"),
        ("ja gerne", True, "ja gerne"),
        ("maybe i'll be there", None, "maybe"),
        ("weiss noch nicht ob ich komme", None, "weiss noch nicht"),
        ("tuesday", None, ""),
    ],
)
def test_what_a_sentence_answers(said: str, meaning: bool | None, words: str) -> None:
    assert answer(said) == (meaning, words)
