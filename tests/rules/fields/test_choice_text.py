"""Which of several choices an answer names."""

from __future__ import annotations

import pytest

from webapp.rules.fields.choice_text import find

COLOURS = ("Red", "Blue", "Green")
STARS = ("1", "2", "3", "4", "5")
SCALE = tuple(map(str, range(11)))
LANGUAGES = ("en", "de", "fr", "es", "pt")


def chosen(text: str, choices: tuple[str, ...], by_place: bool = True) -> str | None:
    place = find(text, choices, LANGUAGES, by_place)
    return None if place is None else choices[place]


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("2", "Blue"),
        ("the second one", "Blue"),
        ("die zweite", "Blue"),
        ("red please", "Red"),
        ("blu", "Blue"),
        ("not red", None),
        ("anything but red", None),
        ("all except the blue one", None),
        ("red or blue", None),
        ("4", None),
    ],
)
def test_by_name_or_place(text: str, choice: str | None) -> None:
    assert chosen(text, COLOURS) == choice


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("4", "4"),
        ("four", "4"),
        ("quatre", "4"),
        ("eine vier", "4"),
        ("cinco", "5"),
        ("4/5", "4"),
        ("4 / 5!", "4"),
        ("4 out of 5", "4"),
        ("I'd say 3 of 5", "3"),
        ("3 von 5", "3"),
        ("4 sur 5", "4"),
        ("⭐⭐⭐⭐", "4"),
        ("*****", "5"),
        ("five stars", "5"),
        ("6/5", None),
        ("8/10", None),
        ("⭐⭐⭐⭐⭐⭐", None),
        ("1 - you left me waiting 2 hours", "1"),
        ("5, and 2 thumbs up", "5"),
        ("4-5", None),
        ("4 or 5", None),
        ("10", None),
    ],
)
def test_on_a_scale(text: str, choice: str | None) -> None:
    assert chosen(text, STARS) == choice


@pytest.mark.parametrize(
    ("text", "choice"), [("four", "4"), ("0", "0"), ("zero", "0"), ("7/10", "7"), ("ten", "10")]
)
def test_a_scale_may_begin_with_zero(text: str, choice: str) -> None:
    assert chosen(text, SCALE) == choice


def test_a_score_alone_is_one_although_it_was_not_asked_for() -> None:
    assert chosen("four", STARS, by_place=False) == "4"
    assert chosen("I waited for four hours", STARS, by_place=False) is None
    assert chosen("two", COLOURS, by_place=False) is None
