"""What a sentence in the team's own words must keep."""

from __future__ import annotations

import pytest

from webapp.rules.callflow import own_sentences, sentences


def test_each_that_is_said_stands_in_one_part() -> None:
    keys = [key for part in own_sentences.PARTS for key in part.sentences]
    assert sorted(keys) == sorted(set(sentences.KEYS) - {"yes", "no"}), "those two are never spoken"


@pytest.mark.parametrize("key", own_sentences.WHEN)
@pytest.mark.parametrize("language", sentences.LANGUAGES)
def test_what_is_shipped_could_be_typed(key: str, language: str) -> None:
    assert own_sentences.fault(key, sentences.shipped(key, language)) == ""


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("goodbye", "", "Write what is said here"),
        ("goodbye", "x" * 301, "within 300 characters; these are 301"),
        ("disclosure", "Ours calls. Press 9.", "{team} must stay in it"),
        ("whisper", "Press 1.", "{team} and {reason} must stay in it"),
        ("goodbye", "Bye, {name}.", "{name} is filled in nowhere"),
        ("goodbye", "Bye {", "{ is filled in nowhere"),
        ("disclosure", "{team} calls. Say stop, or press 19.", "which key to press: the 9"),
        ("whisper", "{team}: {reason}", "which key to press: the 1"),
    ],
)
def test_what_is_refused(key: str, text: str, said: str) -> None:
    assert said in own_sentences.fault(key, text)


def test_it_is_kept_on_one_line() -> None:
    assert own_sentences.clean(" Good\r\n  bye.\x00 ") == "Good bye."
