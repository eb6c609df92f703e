"""Texts that must be read by a person at once, and those that only have a word of them."""

from __future__ import annotations

import pytest

from webapp.rules.replies import emergencies
from webapp.rules.wording import plain, spaced


def found(text: str) -> bool:
    return bool(emergencies.find(spaced(plain(text))))


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "I'm having chest pain",
        "can't breathe",
        "please call an ambulance",
        "I think I'm having a heart attack",
        "me quiero morir",
        "tengo dolor en el pecho",
        "j'ai mal à la poitrine",
        "je n'arrive plus à respirer",
        "Ich bekomme keine Luft",
        "ich will nicht mehr leben",
        "estou com dor no peito",
    ],
)
def test_someone_may_need_help_now(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    ["this traffic is killing me", "my tooth hurts", "I would die for a coffee", "stroke of luck", "yes"],
)
def test_no_one_does(text: str) -> None:
    assert not found(text)
