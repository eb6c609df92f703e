"""Events that come when they should not."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.callflow.stage import SCRIPT
from webapp.rules.callflow import flow
from webapp.rules.callflow.commands import Hold, Listen
from webapp.rules.callflow.events import Answered, Gone, Heard, Machine
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


def test_outside_the_hours_nothing_is_talked_about() -> None:
    step = flow.step(replace(SCRIPT, away="We open at nine."), State(), Answered())
    assert step.state.phase is Phase.CLOSING
