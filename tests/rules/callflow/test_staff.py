"""Handing a call to staff."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.callflow.stage import SCRIPT
from webapp.rules.callflow import flow, staff
from webapp.rules.callflow.commands import (
    Bridge,
    HangUp,
    Hold,
    Listen,
    OptOut,
    PromiseCallback,
    Record,
    RingStaff,
    Say,
)
from webapp.rules.callflow.events import (
    Answered,
    Event,
    Gone,
    Heard,
    Keys,
    Machine,
    Recorded,
    Silence,
    StaffAnswered,
    StaffResult,
    TakenOver,
)
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.script import Answerer
from webapp.rules.callflow.state import Phase, State

STAFF = replace(SCRIPT, staff=True)


def test_what_the_agent_said_is_said_first() -> None:
    step = staff.wanted(STAFF, State(Phase.TALKING), "upset", "In pain.", "That sounds painful.")
    assert isinstance(step.commands[0], Say) and step.commands[0].text == "That sounds painful."
    assert step.commands[-1] == RingStaff("In pain.", "en", 25.0)


@pytest.mark.parametrize("result", [StaffResult.DECLINED, StaffResult.NO_ANSWER, StaffResult.VOICEMAIL])
def test_when_nobody_takes_it_a_callback_is_offered(result: StaffResult) -> None:
    step = staff.rung(STAFF, State(Phase.STAFF, handoffs=1, reason="why"), StaffAnswered(result))
    assert step.state.phase is Phase.OFFERING


def test_accepting_joins_them_once() -> None:
    step = staff.rung(STAFF, State(Phase.STAFF), StaffAnswered(StaffResult.ACCEPTED))
    assert step.commands == (Bridge(),)
    assert staff.rung(STAFF, step.state, StaffAnswered(StaffResult.ACCEPTED)).commands == ()
    assert staff.rung(STAFF, step.state, StaffAnswered(StaffResult.NO_ANSWER)).commands == ()


def test_who_is_called_in_person_meets_the_one_who_calls() -> None:
    script = replace(SCRIPT, connects=True, recorded=True)
    step = flow.step(script, State(), Answered())
    assert [type(one).__name__ for one in step.commands] == ["Record", "Say", "Meet"]
    assert flow.step(script, step.state, Gone()).outcome is Outcome.ANSWERED
    machine = flow.step(script, step.state, Machine())
    assert machine.commands == (), "its voicemail is theirs to speak on"
    assert flow.step(script, machine.state, Gone()).outcome is Outcome.VOICEMAIL


def test_only_a_no_declines_the_callback() -> None:
    offering = State(Phase.OFFERING, reason="why")
    for event in (Heard("yes"), Heard("on my mobile"), Keys("1"), Silence()):
        assert PromiseCallback("why") in staff.offered(STAFF, offering, event).commands
    for event in (Heard("no"), Keys("2")):
        assert PromiseCallback("why") not in staff.offered(STAFF, offering, event).commands


def test_no_more_calls_stands_above_a_callback() -> None:
    for event in (Heard("don't call me again"), Keys("9")):
        assert isinstance(staff.offered(STAFF, State(Phase.OFFERING), event).commands[0], OptOut)


def test_a_missed_caller_leaves_a_message() -> None:
    script = replace(STAFF, inbound=True, answerer=Answerer.STAFF, takes_texts=True)
    step = staff.rung(script, State(Phase.STAFF), StaffAnswered(StaffResult.NO_ANSWER))
    assert step.state.phase is Phase.RECORDING
    assert staff.settled(script, State(Phase.STAFF)).outcome is Outcome.NO_ANSWER


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        (Gone(at=8.0), Outcome.NO_ANSWER),  # while we said that no one is there
        (Gone(at=15.0), Outcome.VOICEMAIL),
        (Recorded(seconds=1.0), Outcome.NO_ANSWER),  # hung up at the tone
        (Recorded(seconds=4.0), Outcome.VOICEMAIL),
        (Recorded(), Outcome.VOICEMAIL),
    ],
)
def test_who_hangs_up_before_the_tone_has_left_no_message(event: Event, outcome: Outcome) -> None:
    script = replace(SCRIPT, inbound=True, answerer=Answerer.STAFF, takes_texts=True)
    asked = flow.step(script, State(), Answered(at=0.5))
    assert asked.state.phase is Phase.RECORDING
    assert flow.step(script, asked.state, event).outcome is outcome


TEXTLESS = replace(SCRIPT, inbound=True, answerer=Answerer.STAFF)
"""Its voicemails say: “To stop these calls, call this number and say stop.”"""


@pytest.mark.parametrize(
    ("event", "act"),
    [
        (Heard("stop"), OptOut("stop")),
        (Keys("9"), OptOut("Pressed 9.")),
        (Heard("leave me alone"), Hold("leave me alone")),
    ],
)
def test_who_calls_a_number_without_texts_can_say_that_they_want_no_more_calls(
    event: Event, act: object
) -> None:
    asked = flow.step(TEXTLESS, State(), Answered(at=0.5))
    assert [type(one) for one in asked.commands] == [Say, Listen]
    step = flow.step(TEXTLESS, asked.state, event)
    assert (step.commands[0], step.state.phase, step.outcome) == (act, Phase.CLOSING, Outcome.ANSWERED)


@pytest.mark.parametrize("event", [Silence(at=9.0), Heard("Hello, this is Maria", at=9.0), Keys("1", at=9.0)])
def test_whoever_says_nothing_of_it_leaves_a_message(event: Event) -> None:
    asked = flow.step(TEXTLESS, State(), Answered(at=0.5))
    step = flow.step(TEXTLESS, asked.state, event)
    assert (step.state.phase, step.commands[-1]) == (Phase.RECORDING, Record(message=True))
    assert flow.step(TEXTLESS, asked.state, Gone(Outcome.ANSWERED, at=9.0)).outcome is Outcome.NO_ANSWER


def test_when_staff_take_over_the_agent_promises_a_callback_and_hangs_up() -> None:
    thinking = State(Phase.TALKING, thinking=True, spoken=1)
    step = staff.taken_over(SCRIPT, thinking, TakenOver("Ada took over."))
    assert (step.state.phase, step.state.thinking) == (Phase.CLOSING, False)
    assert (step.commands[0], step.commands[-1]) == (PromiseCallback("Ada took over."), HangUp())
    for phase in set(Phase) - {Phase.TALKING}:
        assert staff.taken_over(SCRIPT, State(phase), TakenOver("Ada took over.")).commands == ()
