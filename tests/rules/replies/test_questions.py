"""Questions with and without a mark."""

from __future__ import annotations

import pytest

from webapp.rules.replies.questions import find, without_greeting


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("really?", "?"),
        ("¿Quién", "¿"),
        ("❓", "❓"),
        ("Hello, where do I park", "where do"),
        ("Thanks. how much is it", "how much"),
        ("wo ist das", "wo ist"),
        ("https://example.com/?a=b", ""),
        ("What a lovely day", ""),
        ("When I come home I will look", ""),
        ("podria ser", ""),
        ("", ""),
    ],
)
def test_what_asks(text: str, words: str) -> None:
    assert find(text) == words


def test_a_greeting_alone_stays() -> None:
    assert without_greeting("good morning yes") == "yes"
    assert without_greeting("hello") == "hello"
