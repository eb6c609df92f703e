"""Input webhooks, as documents and captures show them, and damaged ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.carriers.vonage.heard import heard
from webapp.rules.callflow.events import Event, Heard, Keys, Silence

ENDED = "end_on_silence_timeout"


@pytest.mark.parametrize(
    ("payload", "event"),
    [
        ({"speech": {"timeout_reason": ENDED, "results": [{"text": "yes", "confidence": "0.9"}]}, "dtmf": {"digits": None}}, Heard("yes", (), 0.9)),
        ({"speech": {"results": [{"text": "yes", "confidence": 0.9}, {"text": "guess", "confidence": 0.2}]}}, Heard("yes", ("guess",), 0.9)),
        ({"speech": {"results": ["yes", "guess"]}}, Heard("yes", ("guess",))),
        ({"speech": {"results": "yes"}}, Heard("yes")),
        ({"speech": {"results": [{"text": " ", "confidence": "1"}, {"text": "no", "confidence": "much"}]}}, Heard("no")),
        ({"speech": {"results": [{"text": "no", "confidence": "nan"}]}}, Heard("no")),
        ({"speech": {"results": [{"text": "no", "confidence": "7"}]}}, Heard("no", (), 1.0)),
        ({"speech": {"error": "Speech was not enabled"}, "dtmf": {"digits": "2", "timed_out": True}}, Keys("2")),
        ({"speech": {"error": "Speech overridden by DTMF"}, "dtmf": {"digits": "1234", "timed_out": False}}, Keys("1234")),
        ({"speech": {"results": []}, "dtmf": {"digits": 12}}, Keys("12")),
        ({"dtmf": "5"}, Silence()),
        ({"speech": {"timeout_reason": "start_timeout"}, "dtmf": {"digits": ""}}, Silence()),
        ({"speech": {"timeout_reason": ENDED, "results": []}}, Heard("")),
        ({"speech": {"timeout_reason": "max_duration"}}, Heard("")),
        ({"speech": {"error": "ASR failed"}}, Heard("")),
        ({"speech": {"error": "Speech was not enabled"}, "dtmf": {"digits": None}}, Silence()),
        ({}, Silence()),
        ({"speech": None, "dtmf": []}, Silence()),
    ],
)  # fmt: skip
def test_what_it_says(payload: dict[str, Any], event: Event) -> None:
    assert heard(payload, 0.0) == event


def test_speech_is_bounded_and_can_be_stored() -> None:
    event = heard({"speech": {"results": [{"text": "a\x00b " * 5000}] * 50}}, 2.5)
    assert isinstance(event, Heard) and event.at == 2.5
    assert len(event.text) <= 1000 and "\x00" not in event.text
    assert len(event.alternatives) < 10


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "confidence", "results", "digits", "error"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=50, deadline=None)
@given(JSON, JSON)
def test_whatever_comes_is_an_event(speech: Any, dtmf: Any) -> None:
    assert isinstance(heard({"speech": speech, "dtmf": dtmf}, 0.0), Heard | Keys | Silence)
