"""Someone else has the phone; what people say in practice is in templates/test_in_practice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.agents.people import DESK, ENTRIES, conversation
from webapp.agents.base import HandoffKind
from webapp.agents.definition import PlaybookEntry
from webapp.agents.playbook import mistaken
from webapp.agents.playbook.engine import Playbook
from webapp.agents.playbook.talk import Talk

OWN = PlaybookEntry("wrong", "Wrong number", ("wrong number", "I am not Maria"), "Sorry! We take you off.")


@pytest.mark.parametrize("text", ["I'm not Maria", "my name is not Maria", "Ich heiße nicht Maria"])
def test_the_name_by_which_we_know_them_is_not_theirs(text: str) -> None:
    decision = mistaken.is_someone_else(Talk(conversation(text)))
    assert decision is not None and decision.handoff is not None
    assert decision.handoff.kind is HandoffKind.UNSURE


@pytest.mark.parametrize("text", ["Maria is not coming", "I am not in town", "This is Maria", "no"])
def test_other_things_that_are_not_so(text: str) -> None:
    assert mistaken.is_someone_else(Talk(conversation(text))) is None


def test_the_owner_may_have_an_answer_for_that() -> None:
    agent = replace(DESK, playbook=(*ENTRIES, OWN))
    assert Playbook().decide(conversation("I am not Maria", agent=agent)).say == OWN.answer


@pytest.mark.parametrize(
    ("text", "say", "handed"),
    [
        ("no hablo ingles", "¡Hola!", False),
        ("habla español?", "¡Hola!", False),
        ("I don't speak English", "", True),
        ("no english", "", True),
        ("Je ne parle pas anglais", "", True),
    ],
)
def test_who_does_not_speak_our_language_has_not_said_no(text: str, say: str, handed: bool) -> None:
    decision = Playbook().decide(conversation(text))
    assert decision.say.startswith(say) and (decision.handoff is not None) is handed
    assert not decision.labels
