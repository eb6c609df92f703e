"""The greeting, and the end of a call."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.callflow.stage import SCRIPT
from webapp.rules.callflow import speaking
from webapp.rules.callflow.commands import HangUp, Listen, Record, Say
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.state import Phase, State


def test_the_greeting_says_who_calls_before_anything_else() -> None:
    step = speaking.greets(replace(SCRIPT, recorded=True), State())
    assert [type(one) for one in step.commands] == [Record, Say, Say, Say, Listen]
    assert [one.text[:12] for one in step.commands if isinstance(one, Say)] == [
        "This is an a",
        "This call is",
        "Hello Maria,",
    ]


def test_without_a_disclosure_the_first_message_comes_first_and_no_call_begins_in_silence() -> None:
    first = speaking.greets(replace(SCRIPT, disclose=False), State()).commands[0]
    assert isinstance(first, Say) and first.text.startswith("Hello Maria")
    assert isinstance(
        speaking.greets(replace(SCRIPT, disclose=False, first_message=""), State()).commands[0], Say
    )


def test_an_outcome_is_given_once() -> None:
    ended = speaking.ends(SCRIPT, State(Phase.TALKING, machine="menu"), "Bye.")
    assert ended.outcome is Outcome.MENU
    assert ended.commands[-1] == HangUp()
    assert speaking.settled(SCRIPT, ended.state).outcome is None


def test_a_person_who_spoke_makes_it_answered() -> None:
    assert speaking.shown(SCRIPT, State(machine="voicemail", spoken=1)) is Outcome.ANSWERED
    assert speaking.shown(SCRIPT, State(machine="voicemail")) is Outcome.VOICEMAIL
