"""Keys, and answers of the engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.callflow.stage import SCRIPT
from webapp.rules.callflow import talking
from webapp.rules.callflow.commands import AskEngine, HangUp, Listen, OptOut, Say
from webapp.rules.callflow.events import Decided, Event, Heard, Keys, Late, PlayedOut, Silence
from webapp.rules.callflow.state import Phase, State
from webapp.rules.fields.field_values import FieldKind

TALKING = State(Phase.TALKING)
THINKING = replace(TALKING, thinking=True)


@pytest.mark.parametrize(
    ("asks", "digits", "text"),
    [
        ("yes_no", "1", "yes"),
        ("yes_no", "2", "no"),
        ("number", "0", "0"),
        ("date", "0312#", "0312"),
        ("", "4", "4"),
    ],
)
def test_digits_are_answers(asks: str, digits: str, text: str) -> None:
    (asked,) = talking.talking(SCRIPT, replace(TALKING, asks=asks), Keys(digits)).commands
    assert isinstance(asked, AskEngine)
    assert (asked.heard.text, asked.heard.keys) == (text, digits)


def test_nine_ends_all_calls_and_is_asked_about_where_it_may_be_a_number() -> None:
    assert isinstance(talking.talking(SCRIPT, TALKING, Keys("9")).commands[0], OptOut)
    assert isinstance(talking.talking(SCRIPT, replace(TALKING, asks="choice"), Keys("9")).commands[0], OptOut)
    for asks in ("number", "time", "date"):
        asked = talking.talking(SCRIPT, replace(TALKING, asks=asks), Keys("9"))
        assert asked.state.phase is Phase.STOPPING


def test_patience_follows_what_was_asked() -> None:
    step = talking.talking(
        SCRIPT, THINKING, Decided("How many?", asks=FieldKind.NUMBER, hints=("one", "two"))
    )
    listen = step.commands[-1]
    assert isinstance(listen, Listen)
    assert (listen.patience, listen.digits, listen.hints) == (1.5, 12, ("one", "two"))


@pytest.mark.parametrize("event", [Heard("yes"), Keys("9"), Silence()])
def test_a_webhook_that_comes_again_while_the_engine_thinks_changes_nothing(event: Event) -> None:
    assert talking.talking(SCRIPT, THINKING, event) == (THINKING, (), None)


@pytest.mark.parametrize("event", [Decided("late"), Late(), PlayedOut()])
def test_what_comes_after_the_engine_was_given_up_changes_nothing(event: Event) -> None:
    assert talking.talking(SCRIPT, TALKING, event) == (TALKING, (), None)


def test_an_answer_past_the_caps_is_the_last() -> None:
    step = talking.talking(SCRIPT, THINKING, Decided("Which day?", at=SCRIPT.longest))
    assert step.state.phase is Phase.CLOSING
    assert isinstance(step.commands[-1], HangUp)


def test_past_the_caps_a_wish_for_no_more_calls_is_heard_and_nothing_else() -> None:
    for said in ("record your name and reason for calling please", "one more thing", "bye"):
        late = talking.talking(SCRIPT, TALKING, Heard(said, at=SCRIPT.longest))
        assert late.state.phase is Phase.CLOSING
    stop = talking.talking(SCRIPT, TALKING, Heard("stop calling me", at=SCRIPT.longest))
    assert isinstance(stop.commands[0], OptOut)


def test_the_answer_may_be_in_another_language_that_the_agent_speaks() -> None:
    step = talking.talking(SCRIPT, THINKING, Decided("¿Qué día?", "es"))
    assert step.commands[0] == Say("¿Qué día?", "es", interruptible=True)
    assert talking.talking(SCRIPT, THINKING, Decided("Quoi ?", "fr")).state.language == ""
