"""Why staff are wanted, as their own phones say it."""

from __future__ import annotations

import pytest

from webapp.agents.base import HandoffKind
from webapp.rules.callflow import whispers
from webapp.rules.callflow.sentences import LANGUAGES, shipped
from webapp.rules.callflow.staff_sentences import STAFF

NOTE = "They asked for a discount."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*(str(kind) for kind in HandoffKind if kind != HandoffKind.HOLD),
                                  whispers.PRESSED, whispers.SLOW])  # fmt: skip
def test_each_kind_has_a_sentence_in_each_language(kind: str, language: str) -> None:
    assert whispers.why(kind, "", language, {}) == shipped(f"why_{kind}", language)
    assert f"why_{kind}" in STAFF


@pytest.mark.parametrize(
    ("kind", "language", "said"),
    [
        ("unsure", "en", NOTE),
        ("unsure", "de", "Der Agent war nicht sicher, was er antworten soll."),
        ("fault", "en", "The agent could not answer."),
        ("unsure", "pl", "The agent was not sure what to answer."),
        ("", "en", NOTE),
        ("", "de", ""),
        ("of a later version", "fr", ""),
    ],
)
def test_what_the_agent_noted_is_said_in_english_only(kind: str, language: str, said: str) -> None:
    assert whispers.why(kind, NOTE, language, {}) == said


def test_a_team_says_it_in_its_own_words() -> None:
    own = {"why_asked": {"de": "Bitte übernehmen."}}
    assert whispers.why("asked", NOTE, "de", own) == "Bitte übernehmen."
