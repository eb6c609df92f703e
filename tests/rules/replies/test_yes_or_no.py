"""Yes and no as people text them, and what only looks like it."""

from __future__ import annotations

import pytest

from webapp.rules.replies.yes_or_no import Answer, answer, read


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("yes", True),
        ("Yes, that's right", True),
        ("ok", True),
        ("perfect, thanks", True),
        ("ja genau", True),
        ("d'accord", True),
        ("no", False),
        ("no thanks", False),
        ("nein", False),
        ("👎", False),
        ("no, yes", None),
        ("maybe", None),
        ("thanks", None),
        ("yes but not on Monday", None),
        ("yes I would like to know where I can park my car in the morning", None),
        ("", None),
    ],
)
def test_yes_and_no(text: str, meaning: bool | None) -> None:
    assert read(text, ["en"]) is meaning


@pytest.mark.parametrize(
    ("language", "text", "meaning"),
    [
        ("it", "sì certo", True),
        ("it", "no grazie", False),
        ("it", "forse", None),
        ("nl", "ja graag", True),
        ("nl", "nee bedankt", False),
        ("nl", "weet ik niet", None),
        ("en", "no sábado", False),
        ("pt", "no sábado", None),
    ],
)
def test_the_language_decides(language: str, text: str, meaning: bool | None) -> None:
    assert read(text, [language]) is meaning


def test_the_words_that_decided_are_named() -> None:
    assert answer("Yes, that works, thank you", ["en"]) == Answer(True, "yes … that works")
    assert answer("yes and no", ["en"]) == Answer(None, "yes and no")
    assert answer("👍🏽", ["en"]) == Answer(True, "👍")
    assert answer("Tuesday", ["en"]) == Answer(None)
