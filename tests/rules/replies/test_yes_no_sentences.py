"""Sentences that answer."""

from __future__ import annotations

import pytest

from webapp.rules.replies.yes_no_sentences import answer


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


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("i'm in hospital", None),
        ("i'm in bed with flu", None),
        ("i am in pain", None),
        ("i'm coming down with something", None),
        ("i'm attending a funeral", None),
        ("i'd love to but i can't", False),
        ("i would love to come but i'm away", False),
        ("i'd love to but what does it cost", None),
        ("im interested but not now", False),
        ("i'm in", True),
        ("we're in for friday", True),
        ("i'm down", True),
        ("i'd love to", True),
        ("ill b there thx", True),
    ],
)
def test_what_only_begins_like_a_yes_is_none(said: str, meaning: bool | None) -> None:
    assert answer(said).meaning is meaning


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("please don't cancel my appointment", True),
        ("no quiero cancelar", True),
        ("nicht absagen bitte", True),
        ("i don't want to cancel but i'm sick", None),
        ("i don't want to cancel i need to move it", False),
        ("thursday if that's ok", None),
        ("another day if that works for you", None),
        ("yeah no", None),
        ("si no", None),
        ("yes no problem", True),
        ("will confirm later", None),
        ("jpeux pas dsl", False),
        ("n vou poder ir", False),
    ],
)
def test_what_is_not_to_be_done_and_what_is_only_polite(said: str, meaning: bool | None) -> None:
    assert answer(said).meaning is meaning
