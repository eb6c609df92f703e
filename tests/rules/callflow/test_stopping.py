"""A wish for no more calls."""

from __future__ import annotations

from tests.rules.callflow.stage import SCRIPT
from webapp.rules.callflow import stopping
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
