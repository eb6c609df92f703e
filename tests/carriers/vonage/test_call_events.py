"""Vonage's webhooks of calls, in all the shapes that were seen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.carriers.base import BadWebhook, Webhook
from webapp.carriers.calls import CallEvent, CallReport
from webapp.carriers.vonage import call_events

COMMON = {"uuid": "u-1", "conversation_uuid": "CON-1", "from": "12025550100", "to": "12025550111"}


def told(status: str, **values: Any) -> CallReport:
    return call_events.report({**COMMON, "status": status, **values}, "ref-1")


@pytest.mark.parametrize(
    ("status", "values", "event"),
    [
        ("started", {}, CallEvent.STARTED),
        ("ringing", {}, CallEvent.RINGING),
        ("answered", {"start_time": None, "rate": None}, CallEvent.ANSWERED),
        ("human", {}, CallEvent.HUMAN),
        ("machine", {}, CallEvent.MACHINE),
        ("machine", {"sub_state": "beep_start"}, CallEvent.BEEP),
        ("machine", {"sub_state": "beep_timeout"}, CallEvent.MACHINE),
        ("completed", {}, CallEvent.COMPLETED),
        ("busy", {"sip_code": 486}, CallEvent.BUSY),
        ("cancelled", {}, CallEvent.CANCELED),
        ("timeout", {}, CallEvent.NO_ANSWER),
        ("unanswered", {"detail": "timeout"}, CallEvent.NO_ANSWER),
        ("rejected", {"detail": "declined"}, CallEvent.REJECTED),
        ("failed", {"detail": "cannot_route"}, CallEvent.FAILED),
        ("disconnected", {}, CallEvent.OTHER),
        ("something_new", {}, CallEvent.OTHER),
    ],
)
def test_each_status(status: str, values: dict[str, Any], event: CallEvent) -> None:
    found = told(status, **values)
    names = (found.carrier_id, found.ref, found.conversation)
    assert (found.event, names) == (event, ("u-1", "ref-1", "CON-1"))


def test_why_it_ended_and_what_it_cost() -> None:
    rejected = told("rejected", detail="declined", sip_code=603)
    assert (rejected.code, rejected.sentence) == ("declined", "They declined the call.")
    assert told("busy", sip_code=486).code == "486"
    assert told("failed", detail="new_detail").sentence == "Vonage says: new_detail."
    done = told("completed", duration="12", price="0.0042", rate="0.01", detail="x")
    assert (done.seconds, done.price, done.currency) == (12, 0.0042, "")
    assert (done.code, done.sentence) == ("", "")


@pytest.mark.parametrize("bad", ["", "x", "-1", "nan", "inf", None, True, [], {}, "1e400"])
def test_numbers_that_are_none(bad: object) -> None:
    found = told("completed", duration=bad, price=bad)
    assert (found.seconds, found.price, found.currency) == (None, None, "")


def test_detection_names_the_call_otherwise() -> None:
    payload = {"call_uuid": "u-1", "status": "machine", "from": "1", "to": "2"}
    assert call_events.report(payload, "").carrier_id == "u-1"
    assert call_events.is_of_call(payload, "status"), "also at another address"


def test_a_fault_names_the_conversation_alone() -> None:
    found = call_events.report({"reason": "Syntax error", "conversation_uuid": "CON-1"}, "")
    assert (found.event, found.conversation, found.carrier_id) == (CallEvent.OTHER, "CON-1", "")
    assert found.sentence == "Vonage reported a fault in this call: Syntax error"


def test_what_names_no_call_is_not_understood() -> None:
    with pytest.raises(BadWebhook):
        call_events.report({"status": "ringing"}, "")
    assert call_events.report({"status": "ringing"}, "ref-1").ref == "ref-1"


def test_the_question_what_is_said() -> None:
    hook = Webhook("answer", b"call=ref-1", "application/json", "", b"")
    found = call_events.read({**COMMON, "region_url": "https://api-us-1.nexmo.com"}, hook)
    assert (found.carrier_id, found.ref, found.conversation) == ("u-1", "ref-1", "CON-1")
    with pytest.raises(BadWebhook):
        call_events.read({}, Webhook("answer", b"", "application/json", "", b""))


@pytest.mark.parametrize(
    "query", [b"", b"call=", b"call=" + b"x" * 41, b"&".join([b"a=1"] * 50), b"\xff=\xff"]
)
def test_a_reference_that_is_none_of_ours(query: bytes) -> None:
    found = call_events.read({**COMMON, "status": "ringing"}, Webhook("event", query, "", "", b""))
    assert found.ref == ""


def test_texts_are_no_calls() -> None:
    assert not call_events.is_of_call({"message_uuid": "m", "status": "delivered"}, "event")
    assert not call_events.is_of_call({"text": "Hi"}, "inbound")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = (
    "uuid call_uuid status sub_state timestamp end_time duration price from to detail sip_code reason "
    "direction conversation_uuid region_url"
).split()


@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING))
def test_anything_is_read_or_not_understood(payload: dict[str, Any]) -> None:
    try:
        found = call_events.report(payload, "")
    except BadWebhook:
        return
    assert len(found.carrier_id) <= 64
    assert len(found.region_url) <= 200


def test_who_ended_it_is_told() -> None:
    over = {"uuid": "u-1", "status": "completed"}
    told = [call_events.report({**over, "disconnected_by": by}, "").by_carrier for by in ("platform", "user")]
    assert told == [True, False]
