"""What staff phones hear."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.carriers.vonage.sdk import DROPPED, lost
from tests.carriers.vonage.test_ncco import LINE
from webapp.carriers.vonage import ncco, ncco_legs
from webapp.carriers.vonage.ncco_schema import faults
from webapp.rules.callflow.commands import Join, Meet, Record, Refuse, Say, Unreached, Whisper
from webapp.rules.callflow.sentences import LANGUAGES


def test_the_whisper_says_who_calls_and_waits_for_one_key() -> None:
    said = ncco_legs.whisper(LINE, 4, Whisper("Acme", "Maria wants to move."))
    assert "Acme has a call for you. Maria wants to move. Press 1" in said[0]["text"]
    key = next(one for one in said if one["action"] == "input")
    assert key["eventUrl"] == ["https://example.org/4/staff"] and key["type"] == ["dtmf"]


def test_who_calls_in_person_hears_whom_and_that_no_one_else_is_asked() -> None:
    said = ncco_legs.whisper(LINE, 4, Whisper("Acme", "Maria", own=True))
    assert said[0]["text"] == "This is Acme. You want to call Maria. Press 1, and we call them now."
    assert said[-1]["text"] == "All right, no one is called. Goodbye."


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (Refuse(), "I am asking someone else"),
        (Refuse(late=True), "A colleague has taken this call, or it is over"),
        (Refuse(late=True, own=True), "no one is called"),
    ],
)
def test_who_does_not_get_the_call_hears_why(command: Refuse, said: str) -> None:
    assert said in ncco_legs.write(command, 1, LINE)[0]["text"]


def test_who_accepts_joins_the_room_of_the_call() -> None:
    assert ncco_legs.joins(LINE)[-1]["name"] == LINE.room


def test_who_calls_in_person_waits_there_with_music_until_the_contact_comes() -> None:
    waits = ncco_legs.write(Join("call-7", waits=True), 1, LINE)[-1]
    assert (waits["startOnEnter"], waits["endOnExit"], waits["musicOnHoldUrl"]) == (False, True, [LINE.music])
    meets = ncco.write((Say("This call is recorded.", "en"), Meet()), 1, LINE)[-1]
    assert (meets["name"], meets["startOnEnter"], meets["endOnExit"]) == (LINE.room, True, True)


def test_all_of_them_are_valid_and_read_by_vonages_models() -> None:
    for one in (
        ncco_legs.whisper(LINE, 4, Whisper("Acme", "Why.")),
        ncco_legs.whisper(LINE, 4, Whisper("Acme", "Maria", own=True)),
        ncco_legs.joins(LINE),
        ncco_legs.declined(LINE, Refuse()),
        ncco_legs.joins(LINE, waits=True),
        ncco_legs.unreached(LINE),
        ncco.write((Record(), Meet()), 1, LINE),
    ):
        assert faults(one) == []
        assert lost(one) <= DROPPED


@pytest.mark.parametrize("language", LANGUAGES)
@given(team=st.text(max_size=60), reason=st.text(max_size=2000))
@settings(max_examples=20)
def test_whatever_is_whispered_in_whatever_language_is_valid(language: str, team: str, reason: str) -> None:
    own = {
        key: {language: "{team} {reason} 1 " + "x" * 280} for key in ("whisper", "connecting", "unreached")
    }
    for line in (replace(LINE, language=language), replace(LINE, language=language, texts=own)):
        for command in (
            Whisper(team, reason),
            Whisper(team, reason, own=True),
            Join("call-7"),
            Join("call-7", True),
            Refuse(),
            Unreached(),
        ):
            written = ncco_legs.write(command, 1, line)
            assert faults(written) == []
            assert lost(written) <= DROPPED


def test_a_command_is_written_for_the_room_of_the_contact() -> None:
    assert ncco_legs.write(Join("call-7"), 1, LINE)[-1]["name"] == "call-7"
    assert (
        "Maria. They pressed 0."
        in ncco_legs.write(Whisper("Acme", "Maria. They pressed 0."), 1, LINE)[0]["text"]
    )
    assert ncco_legs.write(Unreached(), 1, LINE) == ncco_legs.unreached(LINE)
