"""Where an error holds its code, and what follows from it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.carriers import facts
from webapp.carriers.base import Report
from webapp.carriers.vonage.codes import MEANINGS, error_of, meaning
from webapp.carriers.vonage.refusals import from_response
from webapp.carriers.vonage.webhooks import status

DOCS = "https://developer.vonage.com/api-errors/messages"
WITH_CODE: dict[str, dict[str, Any]] = {
    "title, a text": {"error": {"title": "1240", "detail": "Illegal number"}},
    "title, a number": {"error": {"title": 1240}},
    "title, a number with a point": {"error": {"title": 1240.0}},
    "title with blanks": {"error": {"title": " 1240 "}},
    "type": {"error": {"type": f"{DOCS}#1240", "title": "Illegal Number"}},
    "type of old": {"error": {"type": "https://developer.nexmo.com/api-errors/messages-olympus#1240/"}},
    "nested": {"error": {"error": {"type": f"{DOCS}#1240", "title": "1240"}}},
    "nested twice": {"error": {"error": {"error": {"code": 1240}}}},
    "nested, with words above it": {"error": {"title": "Rejected", "error": {"title": 1240}}},
    "a list": {"error": [{"title": "1240"}]},
    "version 0.1": {"error": {"code": 1240, "reason": "Illegal number"}},
    "version 0.1, a text": {"error": {"code": "1240", "reason": "Illegal number"}},
    "the error itself": {"error": 1240},
    "the error itself, a text": {"error": "1240"},
    "above the error": {"error": {"title": "Rejected"}, "error-code": "1240"},
    "in words": {"error": {"title": "Illegal Number", "detail": "The carrier answered: error code: 1240"}},
    "before words": {"error": {"title": "1240 - Illegal number"}},
    "a reason": {"error": {"reason": "code=1240"}},
    "a receipt of the SMS API": {"err-code": "9"},
    "a receipt of the SMS API, a number": {"err-code": 9},
}


@pytest.mark.parametrize("said", WITH_CODE.values(), ids=WITH_CODE.keys())
def test_an_opt_out_is_read_wherever_the_error_holds_it(said: dict[str, Any]) -> None:
    for word in ("rejected", "undeliverable", "failed", "submitted", "what is this"):
        assert status({"message_uuid": "out-1", "status": word, **said}).opted_out, word


@pytest.mark.parametrize("said", WITH_CODE.values(), ids=WITH_CODE.keys())
def test_an_opt_out_is_read_in_every_answer_to_a_send(said: dict[str, Any]) -> None:
    for http in (400, 402, 403, 409, 422, 429):
        error = from_response(http, {}, said)
        assert (error.opted_out, error.permanent, error.pause) == (True, True, False), http


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, ""),
        ({"error": None}, ""),
        ({"error": {"title": True}}, ""),
        ({"error": {"title": "Illegal Number"}}, "Illegal Number"),
        ({"error": {"title": "Message too long", "detail": "1240 characters exceed the limit of 1000"}},
         "Message too long"),
        ({"error": {"title": "Refused", "detail": "+1 240 555 0112 is barred"}}, "Refused"),
        ({"error": {"title": "12405550112"}}, "12405550112"),
        ({"error": {"type": f"{DOCS}#1190", "title": "1240"}}, "1240"),
        ({"error": {"title": "1190", "detail": "not error 1240"}}, "1190"),
        ({"err-code": "0"}, ""),
    ],
    ids=str,
)  # fmt: skip
def test_a_number_that_is_no_code_is_none(said: dict[str, Any], code: str) -> None:
    assert error_of(said)[0] == code


def test_a_delivered_message_opts_nobody_out() -> None:
    assert not status({"message_uuid": "out-1", "status": "delivered", "error": {"title": "1240"}}).opted_out


@pytest.mark.parametrize(
    ("word", "report"),
    [
        ("delivered", Report.DELIVERED),
        ("Delivered", Report.DELIVERED),
        ("read", Report.DELIVERED),
        ("buffered", Report.SUBMITTED),
        ("expired", Report.UNDELIVERED),
        ("sleeping", Report.OTHER),
    ],
)
def test_every_status_says_something(word: str, report: Report) -> None:
    assert status({"message_uuid": "out-1", "status": word}).report == report


def test_the_type_of_a_refused_request_counts_anew() -> None:
    """messages#1060 of an answer is a faulty reference; of a webhook, an account that is barred."""
    refused = from_response(422, {}, {"type": f"{DOCS}#1060", "title": "Invalid client reference"})
    assert (refused.pause, refused.permanent) == (False, True)
    assert "Invalid client reference" in refused.sentence
    assert meaning("1060").pause


def test_every_code_of_the_facts_has_its_words_and_no_other() -> None:
    groups = facts.read("messages")["codes"]
    unknown = {str(code) for code in groups.pop("not_in_the_list")}
    listed = {str(code) for group in groups.values() for code in group}
    assert listed - set(MEANINGS) == set()
    assert unknown.isdisjoint(MEANINGS)
    assert len({one.sentence for one in MEANINGS.values()}) >= len(MEANINGS) - 1, "1120 and 1420 say the same"


@pytest.mark.parametrize(
    ("code", "words"),
    [("1280", "suspended"), ("1470", "begin like"), ("1472", "burst"), ("1473", "artificially"),
     ("1480", "entity ID"), ("1482", "content ID")],
)  # fmt: skip
def test_what_blocks_a_message_is_said(code: str, words: str) -> None:
    assert words in meaning(code).sentence
    assert not meaning(code).pause


def test_a_code_in_no_list_is_said_as_it_comes() -> None:
    assert meaning("1471", "Blocked by a rule").sentence == "Blocked by a rule"
    assert meaning("1490").sentence == "Vonage reported error 1490."


def test_what_concerns_every_message_pauses() -> None:
    assert {code for code, means in MEANINGS.items() if means.pause} == {"1000", "1060", "1070", "1460"}
    assert {code for code, means in MEANINGS.items() if means.passes} == {"1180", "1220", "1230", "1331"}
