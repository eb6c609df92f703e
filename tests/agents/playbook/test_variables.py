"""What `{{placeholders}}` in an answer stand for."""

from __future__ import annotations

import pytest

from tests.agents.people import conversation
from webapp.agents.playbook.variables import render, value_of, whole


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("{{appointment}}", "Tuesday 3 March, 10:30"),
        ("{{First Name}}", "Maria"),
        ("{{name}}", "Maria Lopez"),
        ("{{plan}}", "gold"),
        ("{{phone}}", "+447400123456"),
        ("{{agent}}", "Reminder desk"),
        ("{{shoe size|unknown}}", "unknown"),
        ("{{day}}", "Friday"),
        ("{{context}}", "Free until May."),
    ],
)
def test_values(text: str, rendered: str) -> None:
    assert render(text, conversation("hi"), {"day": "Friday"}).text == rendered


def test_a_name_that_is_missing_is_told() -> None:
    assert render("{{shoe size}}", conversation("hi")).missing == ("shoe size",)
    assert value_of("shoe size", conversation("hi")) == ""


def test_a_sentence_with_a_hole_in_it_is_none() -> None:
    assert whole("See you on {{day}} in {{room}}.", conversation("hi"), {"day": "Friday"}) == ""
    assert whole("See you on {{day}} in {{room|room 1}}.", conversation("hi"), {"day": "Friday"}) == (
        "See you on Friday in room 1."
    )
