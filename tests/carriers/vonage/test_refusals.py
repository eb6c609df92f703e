"""What is not certain is said in the words of what was asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import ConnectionError as Broken
from requests.exceptions import SSLError

from tests.carriers import facts
from webapp.carriers.vonage import refusals
from webapp.rules import storable


def test_a_call_rings_or_not_and_a_message_goes_out_or_not() -> None:
    assert refusals.from_response(500, {}, {}).sentence.endswith("; the message may or may not go out.")
    assert refusals.from_response(500, {}, {}, refusals.OF_CALLS).sentence.endswith("may or may not ring.")
    assert "may or may not ring" in refusals.unreadable(ValueError(), refusals.OF_CALLS).sentence
    assert (
        "may or may not ring" in refusals.disconnected(Broken("reset"), refusals.OF_CALLS, left=True).sentence
    )


def test_what_never_left_may_be_repeated() -> None:
    for error in (Broken("reset"), SSLError("handshake"), ValueError("no address")):
        never = refusals.disconnected(error, left=False)
        assert (never.retry_after, never.unknown, never.permanent) == (5, False, False)
        assert refusals.disconnected(error, left=True).unknown


def test_every_refusal_of_the_facts_has_words_of_its_own() -> None:
    """Its number is that of the example, or of the table of errors; neither is read as a webhook's code."""
    for one in facts.read("messages")["send_sms"]["responses"][422]:
        numbers = [one["type_example"].partition("#")[2], one["error_table"]] if "error_table" in one else []
        for number in numbers or ["invalid-json"]:
            refused = refusals.from_response(
                422, {}, {"type": f"https://x/y#{number}", "title": one["title"]}
            )
            assert (refused.permanent, refused.pause, refused.unknown) == (True, False, False)
            assert refused.sentence.startswith("Vonage ")
            assert not refused.sentence.startswith("Vonage refused it"), number


@pytest.mark.parametrize(
    ("status", "problem", "code"),
    [
        (422, {"type": "https://x/messages#1060"}, "422#1060"),
        (422, {"type": "https://x/messages#1120"}, "1120"),
        (422, {"type": "https://x/messages#1070", "title": "1070"}, "1070"),
        (422, {"type": "https://x/api-errors#invalid-json"}, "422"),
        (400, {"type": 400}, "400"),
        (429, {"type": "https://x/messages#1000"}, "429"),
        (500, {"type": "https://x/messages#1000"}, "500"),
    ],
)
def test_the_number_of_an_answer_is_no_code_of_a_webhook(
    status: int, problem: dict[str, object], code: str
) -> None:
    assert refusals.from_response(status, {}, problem).code == code


NAMES = st.sampled_from(["type", "title", "detail", "error", "code", "reason", "name", "invalid_parameters"])
CODES = st.sampled_from(["1240", "#1060", "1000", f"#{'9' * 99}"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | CODES
ANYTHING = st.recursive(
    LEAVES, lambda one: st.lists(one, max_size=3) | st.dictionaries(NAMES, one, max_size=4)
)


@given(st.integers(100, 999), st.dictionaries(NAMES, ANYTHING), st.text())
def test_whatever_an_answer_says_it_has_one_meaning_and_one_line(
    status: int, problem: dict[str, object], header: str
) -> None:
    refused = refusals.from_response(status, {"Retry-After": header}, storable.clean_json(problem))
    states = (refused.permanent, refused.unknown, refused.retry_after is not None, refused.pause)
    assert any(states)
    assert sum(states[:3]) <= 1
    assert refused.unknown or status < 500
    assert refused.sentence.isprintable()
    assert 0 < len(refused.sentence) < 1500
    assert len(refused.code) <= 40
