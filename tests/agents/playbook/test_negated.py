"""What is not so is not what the phrase says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.agents.people import DESK, conversation
from webapp.agents.definition import PlaybookEntry
from webapp.agents.playbook.engine import Playbook
from webapp.agents.playbook.negated import asks_without, negates


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("It wasn't bad", "it was bad"),
        ("it was not really bad", "it was bad"),
        ("ich war nicht unzufrieden", "ich war unzufrieden"),
        ("n'était pas mauvais", "mauvais"),
    ],
)
def test_it_says_the_opposite(text: str, phrase: str) -> None:
    assert negates(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I can not come, please cancel my appointment", "please cancel my appointment"),
        ("not good", "not good"),
        ("No, cancel my booking", "cancel my booking"),
        ("it was bad", "it was bad"),
        ("my card is not working", "broken card"),
    ],
)
def test_it_does_not(text: str, phrase: str) -> None:
    assert not negates(text, phrase)


def test_an_entry_is_not_meant_by_its_opposite() -> None:
    bad = PlaybookEntry("bad", "Is not happy", ("it was bad", "I was unhappy with it"), "We are sorry.")
    decision = Playbook().decide(conversation("It wasn't bad", agent=replace(DESK, playbook=(bad,))))
    assert bad.answer not in decision.say


@pytest.mark.parametrize(
    ("text", "phrase", "asks"),
    [
        ("¿puedo ir con mi hija?", "no puedo ir ese día", True),
        ("posso levar meu filho?", "não posso", True),
        ("kann ich früher kommen?", "ich kann nicht", True),
        ("no puedo ir", "no puedo ir ese día", False),
        ("could we do another day?", "I can't do that day, another day?", False),
        ("can I come?", "can I come later", False),
    ],
)
def test_who_asks_whether_they_can_does_not_say_that_they_cannot(text: str, phrase: str, asks: bool) -> None:
    assert asks_without(text, phrase) is asks
