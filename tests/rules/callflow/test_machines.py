"""Machines that pick up, each by its policy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.rules.callflow.stage import SCRIPT
from webapp.rules.callflow import machines
from webapp.rules.callflow.commands import LeaveMessage, Listen
from webapp.rules.callflow.events import Beep, Heard
from webapp.rules.callflow.machine_phrases import Machine
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.script import MachinePolicy, VoicemailPolicy
from webapp.rules.callflow.state import Phase, State

LEAVES = replace(SCRIPT, voicemail=VoicemailPolicy.LEAVE_MESSAGE)
TALKING = State(Phase.TALKING)


def test_detection_is_not_believed_once_a_person_talks() -> None:
    assert machines.noticed(SCRIPT, replace(TALKING, spoken=2), 5).commands == ()
    assert machines.beeped(SCRIPT, replace(TALKING, spoken=2), 5).commands == ()
    assert machines.noticed(replace(SCRIPT, inbound=True), TALKING, 5).commands == ()


def test_the_message_says_who_calls_when_none_was_written() -> None:
    step = machines.beeped(LEAVES, TALKING, 5)
    (message,) = step.commands
    assert isinstance(message, LeaveMessage)
    assert "Bright Smile Dental" in message.text and "Hello Maria" in message.text
    assert step.outcome is Outcome.VOICEMAIL


@pytest.mark.parametrize(
    ("message", "changes", "ends"),
    [
        ("Call us.", {}, "Call us. To stop these calls, call this number and say stop."),
        ("Call us.", {"takes_texts": True}, "Call us. To stop these calls, text STOP to this number."),
        ("Call us, or text STOP.", {}, "Call us, or text STOP."),
        ("Call us.", {"disclose": False}, "Call us."),
        ("Llámenos.", {"language": "es", "takes_texts": True},
         "Llámenos. Para no recibir más llamadas, envíe STOP por SMS a este número."),
    ],
)  # fmt: skip
def test_a_voicemail_hears_how_to_stop_these_calls(message: str, changes: dict[str, Any], ends: str) -> None:
    script = replace(LEAVES, voicemail_message=message, **changes)
    assert machines.left(script, State()) == ends


def test_what_is_left_of_twelve_seconds_is_listened_to() -> None:
    found = machines.noticed(LEAVES, TALKING, 5.0).state
    (listen,) = machines.at_machine(LEAVES, found, Heard("hi this is maria", at=9.0)).commands
    assert isinstance(listen, Listen) and listen.start == 8.0
    (message,) = machines.at_machine(LEAVES, found, Heard("hi this is maria", at=16.5)).commands
    assert isinstance(message, LeaveMessage)


def test_a_message_begun_without_a_beep_is_said_once_more_when_it_comes() -> None:
    state = State(Phase.LEAVING, blind=True, outcome="voicemail")
    again = machines.leaving(LEAVES, state, Beep(at=20))
    assert isinstance(again.commands[0], LeaveMessage) and again.outcome is None
    assert machines.leaving(LEAVES, again.state, Beep(at=25)).commands == ()


def test_screening_and_menus_may_be_hung_up_on() -> None:
    script = replace(SCRIPT, screening=MachinePolicy.HANG_UP, menu=MachinePolicy.HANG_UP)
    for kind, outcome in ((Machine.SCREENING, Outcome.SCREENED), (Machine.MENU, Outcome.MENU)):
        assert machines.picked_up(script, TALKING, kind, 4).outcome is outcome


def test_a_voicemail_behind_call_screening_gets_the_message() -> None:
    state = State(Phase.INTRODUCED, machine="screened", since=5)
    assert isinstance(machines.introduced(LEAVES, state, Beep(at=20)).commands[0], LeaveMessage)


def test_a_few_words_are_a_persons() -> None:
    assert machines.told_by(Heard("leave me a message")) is None
    assert machines.told_by(Heard("hi this is bob please leave me a message")) is Machine.VOICEMAIL
