"""Machines are told from people: by their words, by echoes, by their haste."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.agents.people import MARIA, NOW
from webapp.agents import machines
from webapp.agents.base import Conversation, Memory, OpenTask, Turn, Who
from webapp.agents.definition import Agent

US, THEM = Who.AGENT, Who.CONTACT


def talk(*said: tuple[Who, str], gap: float = 60) -> Conversation:
    turns = tuple(Turn(who, text, NOW + timedelta(seconds=gap * at)) for at, (who, text) in enumerate(said))
    return Conversation(Agent(), MARIA, turns, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "I am currently out of the office until Monday.",
        "This is an automated message, please do not reply.",
        "Auto-reply: thanks for your text",
        "I'm driving and can't text right now. I'll get back to you later.",
        "This number is not monitored.",
        "Abwesenheitsnotiz: Ich bin bis Montag im Urlaub",
        "Respuesta automática: estoy fuera",
        "Réponse automatique : je suis absent du bureau",
        "Resposta automática: estou fora do escritório",
    ],
)
def test_what_calls_itself_automatic(text: str) -> None:
    assert machines.is_auto_reply(text)
    assert machines.reason(talk((US, "Hello Maria"), (THEM, text))) == "Their text is an automatic reply."


@pytest.mark.parametrize(
    "text",
    ["When is your office open?", "I drive to work", "Can you call my office?", "No reply by post"],
)
def test_what_people_say_is_not(text: str) -> None:
    assert machines.reason(talk((US, "Hello Maria"), (THEM, text))) == ""


def test_our_own_text_that_comes_back() -> None:
    assert "repeats one of ours" in machines.reason(
        talk((US, "We are open from nine."), (THEM, "we are open from NINE"))
    )
    assert machines.reason(talk((US, "All right?"), (THEM, "all right"))) == ""


def quick(times: int, gap: float) -> Conversation:
    return talk(*[(who, f"text {number}") for number in range(times) for who in (US, THEM)], gap=gap)


def test_three_answers_at_once_in_a_row() -> None:
    assert machines.reason(quick(3, gap=2)) == (
        "They wrote back within 3 seconds 3 times in a row, as a machine does."
    )
    assert machines.reason(quick(2, gap=2)) == ""
    assert machines.reason(quick(5, gap=4)) == ""


def test_a_task_s_questions_may_be_answered_at_once() -> None:
    asked = replace(quick(3, gap=2), memory=Memory(task=OpenTask("move", asked="day")))
    assert machines.reason(asked) == ""


def test_the_same_text_that_would_get_the_same_answer() -> None:
    again = talk((THEM, "Hours?"), (US, "Nine to five."), (THEM, "hours"))
    assert machines.repeats(again, "Nine to five.")
    assert not machines.repeats(again, "As I said: nine to five.")
    other = talk((THEM, "When?"), (US, "Nine to five."), (THEM, "hours"))
    assert not machines.repeats(other, "Nine to five.")
    assert not machines.repeats(talk((THEM, "Hours?")), "Nine to five.")
