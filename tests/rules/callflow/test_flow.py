"""Events that come when they should not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.callflow.stage import SCRIPT
from webapp.rules.callflow import flow
from webapp.rules.callflow.commands import Hold, Listen, OptOut, PromiseCallback, RingStaff, Say
from webapp.rules.callflow.events import Answered, Event, Gone, Heard, Keys, Machine
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.state import Phase, State


def test_before_the_answer_only_its_end_and_a_machine_matter() -> None:
    assert flow.step(SCRIPT, State(), Heard("hello")).commands == ()
    assert flow.step(SCRIPT, State(), Gone(Outcome.BUSY)).outcome is Outcome.BUSY
    assert flow.step(SCRIPT, State(), Gone()).outcome is Outcome.NO_ANSWER
    early = flow.step(SCRIPT, State(), Machine())
    (listen,) = flow.step(SCRIPT, early.state, Answered()).commands
    assert isinstance(listen, Listen)


def test_after_the_end_nothing_happens() -> None:
    over = flow.step(SCRIPT, State(Phase.TALKING), Gone()).state
    assert flow.step(SCRIPT, over, Answered()) == (over, (), None)


def test_a_second_answer_does_not_greet_again() -> None:
    state = flow.step(SCRIPT, State(), Answered()).state
    assert flow.step(SCRIPT, state, Answered()).commands == ()


def test_the_last_sentence_is_not_interrupted() -> None:
    assert flow.step(SCRIPT, State(Phase.CLOSING), Heard("wait")).commands == ()


def test_who_hangs_up_over_the_question_whether_to_stop_is_withheld() -> None:
    step = flow.step(SCRIPT, State(Phase.STOPPING, reason="cancel"), Gone())
    assert step.commands == (Hold("cancel"),)


@pytest.mark.parametrize(
    ("state", "event", "promised"),
    [
        (State(Phase.TALKING, spoken=1), Gone(at=30.0, lost=True), True),
        (State(Phase.OFFERING, spoken=1), Gone(at=30.0, lost=True), True),
        (State(Phase.TALKING, spoken=1), Gone(at=30.0), False),  # they have hung up
        (State(Phase.TALKING), Gone(at=30.0, lost=True), False),  # no one is known to be there
        (State(Phase.TALKING, spoken=1), Gone(at=600.0, lost=True), False),  # it was over anyway
        (State(Phase.CLOSING, spoken=1), Gone(at=30.0, lost=True), False),  # we have hung up
        (State(Phase.BRIDGED, spoken=1), Gone(at=30.0, lost=True), False),
    ],
)
def test_who_heard_that_the_line_is_lost_is_called_back(state: State, event: Gone, promised: bool) -> None:
    commands = flow.step(SCRIPT, state, event).commands
    assert commands == ((PromiseCallback(flow.LOST),) if promised else ())


@pytest.mark.parametrize("away", ["", "We open at nine."])
def test_who_calls_outside_the_hours_can_leave_a_message(away: str) -> None:
    script = replace(SCRIPT, inbound=True, closed=True, away=away, takes_texts=True)
    step = flow.step(script, State(), Answered())
    assert step.state.phase is Phase.RECORDING
    said = [one.text for one in step.commands if isinstance(one, Say)]
    assert said[:-1] == ([away] if away else [])


SPAM = "Please remove this number from your mailing and contact list. Thanks, and goodbye."
"""What Google's call screening says when its owner has taken the call for spam."""


@pytest.mark.parametrize("phase", [Phase.MACHINE, Phase.INTRODUCED])
@pytest.mark.parametrize("event", [Keys("9"), Keys("9#"), Heard("stop calling me"), Heard(SPAM)])
def test_no_more_calls_counts_whatever_was_taken_for_a_machine(phase: Phase, event: Event) -> None:
    step = flow.step(SCRIPT, State(phase, machine="voicemail", since=4.0), event)
    assert isinstance(step.commands[0], OptOut)
    assert (step.outcome, step.state.phase) == (Outcome.ANSWERED, Phase.CLOSING)


def test_so_does_the_key_for_a_person_but_not_what_a_voicemail_says() -> None:
    noticed = State(Phase.MACHINE, machine="voicemail", since=4.0)
    assert isinstance(flow.step(replace(SCRIPT, staff=True), noticed, Keys("0")).commands[-1], RingStaff)
    says = Heard("Stop, I am not here. Please leave a message after the tone.", at=6.0)
    assert not any(isinstance(one, OptOut) for one in flow.step(SCRIPT, noticed, says).commands)


def test_outside_the_hours_nothing_is_talked_about() -> None:
    step = flow.step(replace(SCRIPT, away="We open at nine."), State(), Answered())
    assert step.state.phase is Phase.CLOSING
