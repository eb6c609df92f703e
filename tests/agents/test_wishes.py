"""Who wants to be offered a day or a time."""

from __future__ import annotations

import pytest

from webapp.agents import wishes


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("what days do you have?", True), ("Which times are free?", True), ("asap", True), ("whenever", True),
        ("¿qué horas tienen?", True), ("cuanto antes", True), ("n'importe quand", True),
        ("so bald wie möglich", True), ("quais horários vocês têm?", True), ("qualquer dia", True),
        ("Tuesday", False), ("at what time?", False), ("any news?", False), ("a qué hora es", False),
    ],
)  # fmt: skip
def test_a_wish_to_be_offered_something(text: str, wants: bool) -> None:
    assert wishes.wants_offer(text) is wants
