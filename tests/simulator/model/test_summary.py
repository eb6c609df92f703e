"""The scripted model's summaries: what it was told, in the language that it was asked for."""

from __future__ import annotations

import pytest

from webapp.simulator.model.summary import LONGEST_LINE, LONGEST_TITLE, is_wanted, summary

SAID = [
    {"from": "staff", "by": "text", "text": "Hi Maria"},
    {"from": "contact", "by": "text", "text": "Where can I park?"},
    {"from": "agent", "by": "text", "text": "Behind the house."},
]


def asked_in(language: str) -> str:
    return f"Write all of it in the language with this ISO 639-1 code: {language}."


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "They wrote: “Where can I park?”"),
        ("es", "Escribió: «Where can I park?»"),
        ("fr", "Message reçu : « Where can I park? »"),
        ("de", "Geschrieben: „Where can I park?“"),
        ("pt", "Escreveu: “Where can I park?”"),
        ("xx", "They wrote: “Where can I park?”"),
    ],
)
def test_three_lines_in_the_language(language: str, first: str) -> None:
    found = summary({"said": SAID}, asked_in(language))
    assert found["title"] == "Where can I park?"
    assert found["lines"][0] == first
    assert len(found["lines"]) == 3


def test_how_it_stands() -> None:
    waits = summary({"said": SAID, "waits_for_staff_because": "They asked for a person."}, "")
    assert waits["lines"][2] == "It waits for the team: They asked for a person."
    reached = summary(
        {"said": SAID, "goal_reached": "A date.", "tasks": [{"name": "Move", "failed": "no"}]}, ""
    )
    assert reached["lines"][1:] == ["Failed: Move", "Reached: A date."]


def test_it_is_short_and_there_is_always_something() -> None:
    long = summary({"said": [{"from": "contact", "text": "word " * 200}]}, "")
    assert len(long["title"]) <= LONGEST_TITLE
    assert max(map(len, long["lines"])) <= LONGEST_LINE
    assert summary({}, "")["lines"][1] == "There was no answer."


def test_it_is_told_by_the_schema() -> None:
    assert is_wanted({"properties": {"title": {}, "lines": {}}})
    assert not is_wanted({"properties": {"say": {}}})
