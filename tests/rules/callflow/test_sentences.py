"""The fixed sentences."""

from __future__ import annotations

import re

import pytest

from webapp.rules.callflow.sentences import KEYS, LANGUAGES, sentence, shipped


@pytest.mark.parametrize("key", KEYS)
def test_each_stands_in_five_languages_with_the_same_values(key: str) -> None:
    texts = [shipped(key, language) for language in LANGUAGES]
    assert all(text.strip() for text in texts)
    assert len({frozenset(re.findall(r"{\w+}", text)) for text in texts}) == 1
    assert all(len(text) < 160 for text in texts)


def test_values_are_put_in_as_they_are() -> None:
    said = sentence("disclosure", "en", team="A {when} & B")
    assert said.startswith("This is an automated call from A {when} & B.")


def test_the_teams_own_words_come_first_and_english_last() -> None:
    own = {"goodbye": {"es": "Chao, {team}.", "fr": " "}}
    assert sentence("goodbye", "es", own, team="Acme") == "Chao, Acme."
    assert sentence("goodbye", "fr", own) == shipped("goodbye", "fr")
    assert sentence("goodbye", "fi") == shipped("goodbye", "en")
    assert sentence("goodbye", "fi", {"goodbye": {"en": "Bye."}}) == "Bye."
