"""Vonage's Voice API: what is asked for, and what each answer means for the call."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent, PlaceCall
from webapp.carriers.vonage import voice
from webapp.carriers.vonage.client import VonageCarrier
from webapp.config import VonageSettings

CALL = PlaceCall("+12025550111", "+12025550100", "ref-1", 25, 300)
TAKEN = {"uuid": "u-1", "status": "started", "direction": "outbound", "conversation_uuid": "CON-1"}


class Api:
    """Answers as it is told, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.answer: tuple[int, Any] = (201, TAKEN)
        api = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                assert self.headers["Authorization"].startswith("Bearer ")
                api.asked.append((self.command, self.path, json.loads(body) if body else None))
                status, said = api.answer
                answer = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = answer

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def api() -> Iterator[Api]:
    made = Api()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def carrier(api: Api, private_key: str) -> Iterator[VonageCarrier]:
    settings = VonageSettings("app-1", private_key, "key", "s" * 32, host=api.host, scheme="http")
    made = VonageCarrier(settings, "https://calls.example.org")
    yield made
    made.close()


def test_a_call_is_asked_for_with_all_that_is_always_sent(api: Api, carrier: VonageCarrier) -> None:
    assert carrier.place(CALL) == "u-1"
    [(method, path, body)] = api.asked
    assert (method, path) == ("POST", "/v1/calls")
    assert body == {
        "to": [{"type": "phone", "number": "12025550111"}],
        "from": {"type": "phone", "number": "12025550100"},
        "answer_url": ["https://calls.example.org/webhooks/vonage/answer?call=ref-1"],
        "answer_method": "POST",
        "event_url": ["https://calls.example.org/webhooks/vonage/event?call=ref-1"],
        "event_method": "POST",
        "ringing_timer": 25,
        "length_timer": 300,
        "advanced_machine_detection": {"behavior": "continue", "mode": "default"},
    }


@pytest.mark.parametrize(("staff", "timer"), [(3600, 3900), (7200, 7200)])
def test_vonage_ends_no_talk_with_staff_before_it_has_to(
    api: Api, carrier: VonageCarrier, staff: int, timer: int
) -> None:
    """It ends any call after two hours."""
    carrier.place(replace(CALL, staff_seconds=staff))
    assert api.asked[0][2]["length_timer"] == timer


WRONG = {"type": 400, "title": "Bad Request", "invalid_parameters": [{"name": "to", "reason": "is no phone"}]}


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ((400, WRONG), "permanent", "to: is no phone"),
        ((401, {}), "pause", "credentials"),
        ((402, {}), "pause", "no balance"),
        ((404, {}), "pause", "404"),
        ((429, {}), "retry_after", "slow down"),
        ((500, {}), "unknown", "the phone may or may not ring"),
        ((503, b"<html>"), "unknown", "the phone may or may not ring"),
    ],
)
def test_what_a_refusal_means(api: Api, carrier: VonageCarrier, answer: Any, kind: str, said: str) -> None:
    api.answer = answer
    with pytest.raises(CarrierError) as caught:
        carrier.place(CALL)
    assert getattr(caught.value, kind)
    assert said in caught.value.sentence
    assert len(api.asked) == (2 if answer[0] == 401 else 1), "only a signature is made again"


@pytest.mark.parametrize("answer", [{}, [], {"uuid": 7}, {"uuid": ""}, b"what?", b""])
def test_a_call_that_was_taken_without_a_usable_id_was_taken(
    api: Api, carrier: VonageCarrier, answer: Any
) -> None:
    api.answer = (201, answer)
    assert carrier.place(CALL) == ""


def test_no_connection_is_no_call(private_key: str) -> None:
    away = VonageCarrier(VonageSettings("a", private_key, "k", "s" * 32, host="127.0.0.1:9", scheme="http"))
    with pytest.raises(CarrierError) as caught:
        away.place(CALL)
    assert (caught.value.unknown, caught.value.permanent, caught.value.retry_after) == (False, False, 5)
    away.close()


def test_the_state_of_a_call(api: Api, carrier: VonageCarrier) -> None:
    api.answer = (200, {"uuid": "u-1", "status": "completed", "duration": "42", "price": "0.00450000",
                        "to": [{"type": "phone", "number": "12025550111"}], "rate": "0.01",
                        "end_time": "2026-11-29 10:00:00"})  # fmt: skip
    told = carrier.look("u-1", "")
    assert told
    assert (told.event, told.seconds, told.price, told.to) == (
        CallEvent.COMPLETED,
        42,
        0.0045,
        "+12025550111",
    )
    assert told.at
    assert told.at.isoformat() == "2026-11-29T10:00:00+00:00"
    deep = b'{"uuid": "u-1", "a": ' + b"[" * 600 + b"]" * 600 + b"}"
    for answer in ((404, {}), (200, []), (200, {"status": "completed"}), (200, deep)):
        api.answer = answer
        assert carrier.look("u-1", "") is None
    api.answer = (500, {})
    with pytest.raises(CarrierError):
        carrier.look("u-1", "")
    assert {path for _, path, _ in api.asked} == {"/v1/calls/u-1"}


def test_a_call_is_ended(api: Api, carrier: VonageCarrier) -> None:
    api.answer = (204, b"")
    assert carrier.hang_up("u/1", "")
    assert api.asked == [("PUT", "/v1/calls/u%2F1", {"action": "hangup"})]
    for status in (404, 400):
        api.answer = (status, {})
        assert not carrier.hang_up("u-1", "")


@pytest.mark.parametrize(
    ("region", "scheme", "expected"),
    [
        ("https://api-us-1.nexmo.com", "https", "api-us-1.nexmo.com"),
        ("https://api-eu-2.vonage.com:443/", "https", "api-eu-2.vonage.com"),
        ("https://evil.example.org", "https", "api.nexmo.com"),
        ("https://nexmo.com.evil.org", "https", "api.nexmo.com"),
        ("https://api.nexmo.com@evil.org", "https", "api.nexmo.com"),
        ("http://api-us-1.nexmo.com", "https", "api.nexmo.com"),
        ("https://api-us-1.nexmo.com:8443", "https", "api.nexmo.com"),
        ("https://[", "https", "api.nexmo.com"),
        ("", "https", "api.nexmo.com"),
        ("http://api.nexmo.com:5001", "http", "api.nexmo.com:5001"),
        ("http://127.0.0.1:5001", "http", "api.nexmo.com"),
    ],
)
def test_only_vonages_own_hosts_get_our_token(region: str, scheme: str, expected: str) -> None:
    assert voice.host(region, VonageSettings("a", "b", "c", "d", scheme=scheme)) == expected
