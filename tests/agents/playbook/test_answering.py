"""The template for reminders: what calls off an appointment, what keeps it, and what asks when it is."""

from __future__ import annotations

import pytest

from tests.agents.people import conversation
from webapp.agents.base import Outreach
from webapp.agents.playbook.engine import Playbook
from webapp.agents.templates.reminder_desk import REMINDER_DESK

REMINDED = Outreach(
    {"first_name": "Maria", "appointment": "Tuesday 3 March, 10:30"},
    "Hi Maria, your appointment is on Tuesday 3 March, 10:30. Can you come? Reply YES or NO.",
)


def labels(text: str) -> tuple[str, ...]:
    talk = conversation(text, agent=REMINDER_DESK.agent, outreach=REMINDED)
    return Playbook().decide(talk).labels


@pytest.mark.parametrize(
    "text",
    [
        "Please don't cancel my appointment",
        "I don't want to cancel",
        "No need to cancel, I'll be there",
        "No quiero cancelar",
        "Nicht absagen bitte",
        "Ne pas annuler svp",
        "não cancela, eu vou",
    ],
)
def test_who_does_not_cancel_comes(text: str) -> None:
    assert labels(text) == ("Comes",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yes, cancel it", ("Not coming",)),
        ("Yes cancel", ("Not coming",)),
        ("Ja, bitte absagen", ("Not coming",)),
        ("Oui, annulez", ("Not coming",)),
        ("Sim, pode cancelar", ("Not coming",)),
        ("yes move it", ("Moving",)),
        ("Thursday if that's ok", ("Moving",)),
        ("cancel it please, if that's ok", ()),
        ("Ok please cancel it", ()),
        ("Yeah no", ()),
        ("si, no", ()),
        ("is it today?", ()),
    ],
)
def test_who_cancels_or_moves_does_not_come(text: str, found: tuple[str, ...]) -> None:
    assert labels(text) == found


def test_a_question_whether_it_is_today_moves_nothing() -> None:
    talk = conversation("is it today?", agent=REMINDER_DESK.agent, outreach=REMINDED)
    assert Playbook().decide(talk).say == "Your appointment: Tuesday 3 March, 10:30."
