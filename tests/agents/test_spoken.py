"""An engine in a call."""

from __future__ import annotations

from dataclasses import replace

from tests.agents.people import DESK, conversation
from webapp.agents import spoken
from webapp.agents.base import Decision, EngineFault, Handoff, HandoffKind, Heard, Memory, OpenTask
from webapp.agents.playbook.engine import Playbook
from webapp.rules.fields.field_values import FieldKind


def heard(*readings: str) -> Decision:
    talk = conversation(readings[0], channel="call", heard=Heard(readings[0], readings[1:]))
    return spoken.decide(Playbook(), talk)


def test_the_second_reading_is_tried_when_the_first_says_nothing() -> None:
    assert "Tuesday 3 March" in heard("wendys maya portland", "when is my appointment").say
    assert heard("when is my appointment", "where can I park").say.startswith("Hi Maria")


def test_a_less_likely_reading_neither_hands_off_nor_opts_out() -> None:
    for other in ("stop", "let me speak to a person", "my tooth hurts a lot"):
        decision = heard("wendys maya portland", other)
        assert not decision.opt_out and not decision.handoff


def test_a_model_is_asked_once() -> None:
    talk = conversation("blah blorp", heard=Heard("blah blorp", ("when is my appointment",)))
    assert spoken.decide(Playbook(), talk, varies=True).memory.unsure == 1


def test_a_question_for_a_field_is_listened_to_as_its_kind() -> None:
    memory = Memory(OpenTask("move", asked="day"))
    event = spoken.event(DESK, Decision("Which day?", memory=memory), 3.0)
    assert (event.asks, event.at) == (FieldKind.DATE, 3.0)
    confirming = replace(memory, task=OpenTask("move", confirming=True))
    assert spoken.event(DESK, Decision("Right?", memory=confirming), 0).asks is FieldKind.YES_NO
    assert "When is my appointment?" in spoken.event(DESK, Decision("Hello."), 0).hints


def test_the_sentence_that_promises_an_answer_in_writing_is_not_spoken() -> None:
    event = spoken.event(DESK, heard("I want to speak to a person"), 0)
    assert event.say == "" and event.handoff == "They asked for a person."


def test_a_hold_is_asked_about_and_no_handoff() -> None:
    hold = Decision(handoff=Handoff(HandoffKind.HOLD, "why"))
    event = spoken.event(DESK, hold, 0)
    assert event.hold and not event.handoff


def test_a_fault_asks_for_staff() -> None:
    assert spoken.fault(EngineFault("The model is away."), 1.0).handoff == "The model is away."
