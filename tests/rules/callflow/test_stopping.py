"""A wish for no more calls."""

from __future__ import annotations

import pytest

from tests.rules.callflow.stage import SCRIPT
from webapp.rules.callflow import flow, stopping
from webapp.rules.callflow.commands import Hold, OptOut
from webapp.rules.callflow.events import Heard, Keys, Silence
from webapp.rules.callflow.state import Phase, State
from webapp.rules.callflow.wishes import Stop

ASKED = State(Phase.STOPPING, reason="cancel")


def test_what_was_heard_badly_is_asked_about() -> None:
    assert stopping.wanted(Heard("stop", confidence=0.2)) is Stop.LIKELY
    assert stopping.wanted(Heard("stop", confidence=0.9)) is Stop.CERTAIN
    assert stopping.wanted(Heard("stop")) is Stop.CERTAIN


def test_yes_records_what_they_said_first() -> None:
    for event in (Heard("yes"), Keys("1"), Keys("9"), Heard("stop")):
        assert stopping.answered(SCRIPT, ASKED, event).commands[0] == OptOut("cancel")


def test_neither_yes_nor_no_is_for_staff() -> None:
    for event in (Heard("perhaps"), Silence(), Keys("5")):
        step = stopping.answered(SCRIPT, ASKED, event)
        assert step.commands[0] == Hold("cancel")
        assert step.state.phase is Phase.CLOSING


def test_no_goes_on_unless_the_call_has_lasted_too_long() -> None:
    assert stopping.answered(SCRIPT, ASKED, Heard("no")).state.phase is Phase.TALKING
    assert stopping.answered(SCRIPT, ASKED, Heard("no", at=9999)).state.phase is Phase.CLOSING


def test_the_key_counts_however_often_it_is_pressed() -> None:
    assert all(stopping.pressed(digits) for digits in ("9", "9#", "99", "999#"))
    assert not any(stopping.pressed(digits) for digits in ("", "#", "19", "90", "*9"))
    for phase in (Phase.TALKING, Phase.STOPPING, Phase.OFFERING, Phase.MACHINE, Phase.INTRODUCED):
        for digits in ("9", "9#", "99"):
            assert OptOut in map(type, flow.step(SCRIPT, State(phase), Keys(digits)).commands)
    asked = State(Phase.TALKING, asks="number")
    assert OptOut not in map(type, flow.step(SCRIPT, asked, Keys("99")).commands), "it is the number"


@pytest.mark.parametrize("phase", [Phase.MACHINE, Phase.INTRODUCED])
def test_a_call_that_is_past_its_caps_still_hears_it(phase: Phase) -> None:
    for event in (Keys("9", at=9999), Heard("stop calling me", at=9999)):
        assert OptOut in map(type, flow.step(SCRIPT, State(phase), event).commands)
    step = flow.step(SCRIPT, State(phase), Keys("0", at=9999))
    assert step.state.phase is Phase.CLOSING


@pytest.mark.parametrize("phase", [Phase.MACHINE, Phase.INTRODUCED])
def test_who_was_taken_for_a_machine_is_asked_what_they_meant(phase: Phase) -> None:
    step = flow.step(SCRIPT, State(phase, machine="voicemail"), Heard("leave me alone"))
    assert (step.state.phase, step.state.reason) == (Phase.STOPPING, "leave me alone")


@pytest.mark.parametrize("phase", [Phase.OVER, Phase.CLOSING, Phase.STAFF, Phase.BRIDGED, Phase.LEAVING])
def test_what_comes_too_late_to_be_asked_about_is_acted_on(phase: Phase) -> None:
    for event in (Keys("9"), Heard("stop calling me")):
        step = stopping.late(SCRIPT, State(phase), event)
        assert (step.state.phase, [*map(type, step.commands)]) == (phase, [OptOut])
    for event in (Keys("9"), Heard("cancel")):
        [act] = stopping.late(SCRIPT, State(phase, asks="number"), event).commands
        assert isinstance(act, Hold)
    machine = Heard("Stop, I am not here. Please leave a message after the tone.")
    for nothing in (Heard("yes"), Keys("2"), Silence(), machine):
        assert stopping.late(SCRIPT, State(phase), nothing).commands == ()


def test_while_the_line_listens_it_is_answered() -> None:
    step = stopping.late(SCRIPT, State(Phase.TALKING, thinking=True), Heard("stop calling me"))
    assert (step.state.phase, step.state.thinking) == (Phase.CLOSING, False)
    assert stopping.late(SCRIPT, State(Phase.TALKING), Heard("cancel")).state.phase is Phase.STOPPING
