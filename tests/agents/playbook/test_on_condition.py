"""A yes on a condition is no yes yet: a person reads it, unless an entry is about what they ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.agents.people import DESK, conversation
from webapp.agents.base import Decision, HandoffKind
from webapp.agents.definition import Knowledge, PlaybookEntry
from webapp.agents.knowledge import Index
from webapp.agents.playbook.engine import Playbook

COMING = PlaybookEntry(
    "coming", "Comes", ("yes", "y", "I'll be there", "sí", "oui", "ja", "sim"), "See you then!"
)
NOT = PlaybookEntry("not", "Does not come", ("no", "I can't come"), "Pity.")
MOVES = PlaybookEntry("moves", "Another time", ("can we do another time instead",), "Which day suits you?")


def answered(text: str, *more: PlaybookEntry) -> Decision:
    agent = replace(DESK, playbook=(COMING, NOT, *more))
    return Playbook().decide(conversation(text, agent=agent))


@pytest.mark.parametrize(
    "text",
    [
        "Yes if you can do Tuesday",
        "yes but only after 3pm",
        "Yes, but can we do 4 instead?",
        "sure, as long as it's free",
        "ok if it's before noon",
        "Sí, pero a las 5",
        "Oui mais pas avant 10h",
        "Ja, aber erst ab Montag",
        "sim se for de graça",
        "Yes, I will come if my husband can drive me",
        "I'll be there if it's after 4",
        "Yes to the first, no to the second",
        "👍 if it's after 3",
    ],
)
def test_a_person_reads_it(text: str) -> None:
    decision = answered(text)
    assert decision.handoff is not None and decision.handoff.kind is HandoffKind.UNSURE
    assert COMING.answer not in decision.say


@pytest.mark.parametrize(
    "text", ["yes please", "Yes, let me know if you need anything", "ja", "Yes at 4pm", "Yes, if that's ok"]
)
def test_a_plain_yes_is_one(text: str) -> None:
    decision = answered(text)
    assert (decision.say, decision.handoff) == (COMING.answer, None)


def test_a_no_beside_a_wish_is_still_a_no() -> None:
    refused = replace(MOVES, phrases=("no", "can we do another time instead"))
    agent = replace(DESK, playbook=(COMING, refused))
    for text in ("No, but can we do another time?", "I can't come, only after 5"):
        assert Playbook().decide(conversation(text, agent=agent)).say == refused.answer


def test_what_is_known_of_their_question_is_told() -> None:
    text = "Yes but can I park there?"
    parking = Knowledge(7, "Parking", "There is a car park behind the house.")
    agent = replace(DESK, playbook=(COMING, NOT), knowledge=Index([parking]).search(text))
    decision = Playbook().decide(conversation(text, agent=agent))
    assert (decision.say, decision.knowledge_ids) == (parking.text, (7,))


def test_an_entry_about_what_they_ask_for_answers() -> None:
    decision = answered("Yes, but can we do another time instead?", MOVES)
    assert decision.say == MOVES.answer
