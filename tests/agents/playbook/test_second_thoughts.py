"""People change their mind while they write."""

from __future__ import annotations

import pytest

from tests.agents.templates import practice
from webapp.agents.playbook.second_thoughts import standing

LANGUAGES = ("en", "es", "fr", "de", "pt")


def kept(*texts: str) -> list[str]:
    return list(standing(texts, LANGUAGES, lambda text: "monday" in text.lower()))


@pytest.mark.parametrize(
    ("texts", "stands"),
    [
        (["yes", "oh wait no", "can't sorry"], ["oh wait no", "can't sorry"]),
        (["see you friday", "oh no wait i cant", "sorry"], ["oh no wait i cant", "sorry"]),
        (["Yes", "No"], ["No"]),
        (["no sorry", "i mean yes"], ["i mean yes"]),
        (["can't make it", "scratch that, I can"], ["scratch that, I can"]),
        (["I can't make it. Oh wait, yes I can"], ["Oh wait, yes I can"]),
        (["sí", "perdón, no puedo"], ["perdón, no puedo"]),
        (["ja", "ach nein, geht doch nicht"], ["ach nein, geht doch nicht"]),
        (["oui", "en fait non"], ["en fait non"]),
    ],
)
def test_the_last_word_counts(texts: list[str], stands: list[str]) -> None:
    assert kept(*texts) == stands


@pytest.mark.parametrize(
    "texts",
    [
        ["Yes. No allergies."],
        ["yes", "no allergies"],
        ["yes", "no problem"],
        ["yes", "where do I park?"],
        ["can't make it. Actually I can come on Monday"],
        ["no", "thanks"],
        ["yes", "ok", "👍"],
        [""],
        [],
    ],
)
def test_what_takes_nothing_back(texts: list[str]) -> None:
    assert kept(*texts) == texts


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("No\nYes", "Comes"),
        ("I'll be there\nactually no, can't make it", "Moving"),
        ("sorry can't\noh wait, I can make it", "Comes"),
    ],
)
def test_the_desk_does_what_they_said_last(text: str, label: str) -> None:
    assert practice.decide(text).labels == (label,)


def test_where_it_is_not_clear_what_is_left_they_are_asked() -> None:
    decision = practice.decide("yes\noh wait no\ncan't sorry")
    assert decision.say.startswith("Did you mean 1)") and decision.labels == ()
