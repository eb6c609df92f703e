"""What follows from a conversation: the engine's word is checked, and a fault is no silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.agents.people import MARIA, NOW
from webapp.agents.base import (
    Conversation,
    Decision,
    EngineFault,
    Goal,
    Handoff,
    HandoffKind,
    Turn,
    Who,
)
from webapp.agents.definition import Field, HandoffRules, Task
from webapp.agents.registry import EngineKind
from webapp.agents.stored import Caps, Definition
from webapp.services.agents.turns import planning
from webapp.services.agents.turns.planning import Plan, State

WAITS = "I am passing this on to a colleague, who will answer you here."

PLAIN = Definition()


class Says:
    """An engine that decides what it is told to, or raises it."""

    def __init__(self, what: Decision | Exception) -> None:
        self.what = what

    def decide(self, conversation: Conversation) -> Decision:
        if isinstance(self.what, Exception):
            raise self.what
        return self.what


def plan(
    what: Decision | Exception,
    definition: Definition = PLAIN,
    varies: bool = False,
    text: str = "Where can I park?",
    language: str = "en",
    **state: Any,
) -> Plan:
    turns = (Turn(Who.CONTACT, text, NOW),)
    conversation = Conversation(definition.agent("Desk"), MARIA, turns, NOW, language)
    kind = EngineKind("Test", lambda: Says(what), varies=varies)
    return planning.plan(kind, definition, conversation, State(**state))


def test_an_answer_is_sent_with_the_signature() -> None:
    made = plan(Decision(say="Behind the house."), Definition(signature="Ada"))
    assert (made.outcome, made.say, made.settles) == ("sent", "Behind the house.\nAda", True)


def test_nothing_to_say_is_silence() -> None:
    assert plan(Decision()).outcome == "silent"


@pytest.mark.parametrize(
    "decision",
    [
        Decision(say="Goodbye", opt_out=True),
        Decision(say="Goodbye", handoff=Handoff(HandoffKind.HOLD, "It reads like one.")),
    ],
)
def test_a_wish_is_a_hold_and_nothing_is_said(decision: Decision) -> None:
    made = plan(decision)
    assert (made.holds, made.say, made.handoff and made.handoff.kind) == (True, "", HandoffKind.HOLD)


def test_a_handoff_says_what_the_engine_says() -> None:
    made = plan(Decision(say="One moment.", handoff=Handoff(HandoffKind.ASKED, "They asked.")))
    assert (made.outcome, made.say, made.reason) == ("handed_off", "One moment.", "They asked.")


def test_a_task_without_its_fields_does_not_run() -> None:
    desk = Definition(tasks=(Task("visit", "Visit", fields=(Field("name", "Name"),)),))
    made = plan(Decision(say="Done.", task="visit", runs=True, goal=Goal(True, "Agreed.")), desk)
    assert (made.outcome, made.say, made.decision.runs) == ("handed_off", WAITS, False)
    assert made.decision.goal is None, "nothing has reached it"
    assert made.handoff == Handoff(
        HandoffKind.TASK, "Visit was not carried out: there is no usable value for Name."
    )
    good = plan(Decision(say="Done.", task="visit", fields={"name": "Carol"}, runs=True), desk)
    assert (good.outcome, good.decision.runs) == ("sent", True)


def test_what_must_not_be_sent_is_handed_off_and_they_hear_that_a_colleague_will_answer() -> None:
    made = plan(Decision(say="See evil.example/x"))
    assert (made.outcome, made.say) == ("filtered", WAITS)
    assert made.handoff is not None
    assert made.handoff.reason.startswith("The agent's answer was not sent. The answer had a link")


def test_an_engine_whose_answers_vary_is_asked_once_more() -> None:
    bad = Decision(say="See evil.example/x")
    assert plan(bad, varies=True).again
    assert not plan(bad, varies=True, tries=2).again
    busy = EngineFault("The model is busy.", retriable=True)
    assert (plan(busy).again, plan(busy).handoff) == (True, None)
    last = plan(busy, tries=2)
    assert (last.again, last.say, last.reason) == (False, WAITS, "The model is busy.")


def test_a_fault_is_handed_off_with_its_own_sentence(app: Flask) -> None:
    made = plan(EngineFault("The model does not exist."))
    assert (made.outcome, made.say, made.again) == ("failed", WAITS, False)
    assert made.handoff == Handoff(HandoffKind.FAULT, "The model does not exist.")
    wrong = plan(ZeroDivisionError("x"))
    assert wrong.reason == "The agent could not work (ZeroDivisionError). The log says more."


def test_even_the_holding_text_must_pass() -> None:
    made = plan(EngineFault("It is gone."), Definition(signature="x" * 200))
    assert (made.say, made.handoff is not None) == ("", True)


@pytest.mark.parametrize(
    ("state", "words"),
    [({"answers_today": 3}, "3 times within a day"), ({"answers": 5}, "5 times here")],
)
def test_caps_end_it_without_a_word(state: dict[str, int], words: str) -> None:
    made = plan(Decision(say="Hi there."), Definition(caps=Caps(3, 5)), **state)
    assert made.handoff is not None
    assert (made.say, made.handoff.kind) == ("", HandoffKind.MACHINE)
    assert words in made.reason
    under = plan(Decision(say="Hi there."), Definition(caps=Caps(3, 5)), answers_today=2, answers=4)
    assert under.outcome == "sent"


def test_after_so_many_answers_staff_are_asked() -> None:
    rule = Definition(handoff=HandoffRules(after_answers=2))
    assert plan(Decision(say="Hi there."), rule, answers=9, answers_since=1).outcome == "sent"
    made = plan(Decision(say="Hi there."), rule, answers=9, answers_since=2)
    assert (made.say, made.handoff and made.handoff.kind) == (WAITS, HandoffKind.RULE)
    assert plan(Decision(), rule, answers=9, answers_since=2).outcome == "silent"


def test_outside_its_hours_it_says_so_once_and_staff_answer() -> None:
    away, opens = Definition(away="We are closed."), NOW + timedelta(hours=9)
    made = plan(Decision(say="Hi there."), away, closed_until=opens)
    assert (made.outcome, made.say, made.settles, made.away_until) == ("away", "We are closed.", False, opens)
    told = plan(Decision(say="Hi there."), away, closed_until=opens, told_away=opens)
    assert (told.outcome, told.say, told.settles) == ("silent", "", False)
    tomorrow = opens + timedelta(days=1)
    assert plan(Decision(), away, closed_until=tomorrow, told_away=opens).say == "We are closed."
    assert plan(Decision(), replace(away, away=""), closed_until=opens).outcome == "silent"


@pytest.mark.parametrize(
    ("what", "state"),
    [
        (EngineFault("The model is gone."), {}),
        (Decision(say="See evil.example/x", language="es"), {}),
        (Decision(say="Hi there."), {"tries": 5}),
        (Decision(say="Hi there."), {"answers": 5}),
    ],
    ids=["a fault", "filtered", "interrupted", "a cap"],
)
@pytest.mark.parametrize(
    ("text", "language"),
    [("¿Y el aparcamiento?", "es"), ("¿Dónde puedo aparcar el coche, por favor?", "en")],
    ids=["of the thread", "of a clear text"],
)
def test_what_no_engine_says_is_said_in_their_language_and_the_thread_keeps_it(
    what: Decision | Exception, state: dict[str, int], text: str, language: str
) -> None:
    spanish = Definition(languages=("en", "es"), caps=Caps(3, 5))
    made = plan(what, spanish, text=text, language=language, **state)
    assert made.handoff is not None
    assert made.say in ("Paso su mensaje a un compañero, que le responderá aquí.", "")
    assert made.decision.language == "es"


def test_the_away_text_may_name_the_owners_own_phone() -> None:
    away = Definition(away="Closed. In an emergency call 0113 496 0000 or write to help@dentist.example.")
    assert plan(Decision(), away, closed_until=NOW + timedelta(hours=9)).say == away.away


def test_the_away_text_is_in_the_language_of_the_thread() -> None:
    away = Definition(away="Closed.", away_in={"es": "Cerrado."}, languages=("en", "es", "fr"))
    opens = NOW + timedelta(hours=9)
    for language, said in (("en", "Closed."), ("es", "Cerrado."), ("fr", "Closed.")):
        assert plan(Decision(), away, text="ok", language=language, closed_until=opens).say == said
    assert plan(Decision(), away, text="¿Dónde puedo aparcar el coche?", closed_until=opens).say == "Cerrado."


def test_a_picture_without_words_waits_for_staff() -> None:
    made = plan(Decision(say="Hi there."), wordless=True)
    assert (made.outcome, made.settles, made.handoff) == ("silent", False, None)


def test_what_was_begun_too_often_is_handed_off() -> None:
    made = plan(Decision(say="Hi there."), tries=5)
    assert (made.say, made.handoff and made.handoff.kind) == (WAITS, HandoffKind.FAULT)


def test_an_engine_that_answers_nothing_by_itself_is_a_fault() -> None:
    make: Callable[[], Any] | None = None
    turns = (Turn(Who.CONTACT, "Hello there", NOW),)
    conversation = Conversation(Definition().agent("Desk"), MARIA, turns, NOW)
    made = planning.plan(EngineKind("Staff only", make), Definition(), conversation, State())
    assert made.reason == "Staff only does not answer by itself."
