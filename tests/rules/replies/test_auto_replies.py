"""A machine's words, and a person's that are like them."""

from __future__ import annotations

import pytest

from webapp.rules.replies.auto_replies import find


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("automatic reply i am out until monday", "automatic reply"),
        ("i am away until monday and will reply then", "away"),
        ("ich bin derzeit im urlaub", "im urlaub"),
        ("estoy conduciendo", "estoy conduciendo"),
        ("i was away last week", ""),
        ("thanks for texting me", ""),
        ("we drove on holiday together", ""),
        ("", ""),
    ],
)
def test_what_a_machine_says(said: str, words: str) -> None:
    assert find(said) == words


def test_only_what_is_certain_counts_in_a_text_that_asks() -> None:
    assert find("i'm out of the office can you call me", asks=True) == ""
    assert find("automatic reply is it urgent", asks=True) == "automatic reply"
