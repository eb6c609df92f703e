"""The words of calls are not those of texts."""

from __future__ import annotations

import re
from dataclasses import asdict

from webapp.channels.call_words import WORDS

OF_TEXTS = re.compile(
    r"\b(segments?|sent|send|sends|sending|SMS|delivered|messages?|texts?)\b", re.IGNORECASE
)
ALLOWED = {"handles_hint", "hints"}
"""They speak of the call's own message, and of texts and messages that there are besides."""


def test_no_word_fits_texts_alone() -> None:
    said = {key: str(value) for key, value in asdict(WORDS).items() if key not in (*ALLOWED, "asks")}
    found = {key: text for key, text in said.items() if OF_TEXTS.search(text)}
    assert found == {}


def test_landlines_are_called_without_a_question() -> None:
    assert "landline" not in WORDS.asks
    assert all(not OF_TEXTS.search(" ".join(ask)) for ask in WORDS.asks.values())
