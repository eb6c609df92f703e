"""Commands as NCCO: valid by our schema, and read by Vonage's own models."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.carriers.vonage.sdk import lost
from tests.rules.callflow.stage import Model, Stage
from tests.rules.test_callflow import PEOPLE
from webapp.carriers.vonage import ncco
from webapp.carriers.vonage.ncco_schema import faults
from webapp.rules.callflow.commands import (
    AskEngine,
    Bridge,
    Command,
    HangUp,
    LeaveMessage,
    Listen,
    OptOut,
    Record,
    RingStaff,
    Say,
    Wait,
)
from webapp.rules.callflow.events import Heard

LINE = ncco.Line(
    lambda turn, kind: f"https://example.org/{turn}/{kind}",
    "call-7",
    texts={"tail": {"en": "Sorry."}},
    music="https://example.org/m.mp3",
)


def test_words_that_may_be_interrupted_are_followed_by_an_input_and_a_safe_tail() -> None:
    written = ncco.write((Say("Hello?", "en", True), Listen("en", patience=0.5, hints=("yes",))), 3, LINE)
    assert written == [
        {"action": "talk", "text": "Hello?", "language": "en-US", "bargeIn": True},
        {
            "action": "input",
            "type": ["speech", "dtmf"],
            "speech": {
                "endOnSilence": 0.5,
                "startTimeout": 8,
                "maxDuration": 45,
                "language": "en-US",
                "context": ["yes"],
            },
            "dtmf": {"timeOut": 3, "maxDigits": 1, "submitOnHash": True},
            "eventUrl": ["https://example.org/3/input"],
            "eventMethod": "POST",
        },
        {"action": "talk", "text": "Sorry.", "language": "en-US"},
    ]


def test_nothing_is_interruptible_where_nobody_listens() -> None:
    assert "bargeIn" not in ncco.write((Say("Bye.", "en", True), HangUp()), 1, LINE)[0]


def test_a_wait_asks_us_and_keeps_the_line_open() -> None:
    actions = [one["action"] for one in ncco.write((Say("One moment.", "en"), Wait()), 1, LINE)]
    assert actions == ["talk", "notify", "wait", "talk"]


def test_to_hang_up_is_said_and_not_left_to_an_empty_answer() -> None:
    assert ncco.write((HangUp(),), 1, LINE) == [{"action": "wait", "timeout": 0.1}]
    assert ncco.write((OptOut("9"), Bridge(), AskEngine(Heard("x"))), 1, LINE) == []


def test_long_words_are_split_at_sentences() -> None:
    parts = ncco.split("A sentence of words. " * 200)
    assert len(parts) > 1 and all(len(part) <= 1500 and part.endswith(".") for part in parts)
    assert [len(part) for part in ncco.split("x" * 3100)] == [1500, 1500, 100]
    assert ncco.split(" <> ") == []


TEXT = st.text(max_size=40) | st.sampled_from(["🦷" * 4000, "ж" * 9000, "<speak>x</speak>", "word " * 3000])
COMMANDS = st.one_of(
    st.builds(Say, TEXT, st.sampled_from(["en", "xx"]), st.booleans()),
    st.builds(Listen, st.just("es"), st.floats(0, 99), st.floats(0, 99), st.floats(0, 99), st.tuples(TEXT)),
    st.builds(Wait, st.floats(0, 9999)),
    st.builds(LeaveMessage, TEXT, st.just("de")),
    st.builds(RingStaff, TEXT, st.just("fr")),
    st.builds(Record, st.booleans(), st.integers(0, 600)),
    st.just(HangUp()),
    st.just(Bridge()),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(COMMANDS, max_size=6))
def test_any_commands_make_a_valid_ncco_that_vonages_models_read(commands: list[Command]) -> None:
    written = ncco.write(commands, 12, LINE)
    assert faults(written) == []
    assert lost(written) == set()


@pytest.mark.parametrize("name", PEOPLE)
def test_every_ncco_of_the_scripted_calls_is_read_by_vonages_models(name: str) -> None:
    script, _, lines = PEOPLE[name]
    stage = Stage(Model(), script)
    stage.play(lines)
    assert all(lost(one) == set() for one in stage.nccos)
