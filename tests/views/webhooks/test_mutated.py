"""Webhooks of every family, with something hostile in each field: taken, or refused, and never a 500."""

from __future__ import annotations

import contextvars
import json
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest

from tests.calls import CAROL, call_of, claimed, number, single
from tests.length import length
from tests.views.signed import INBOUND, STATUS, Vonage, report, text
from webapp.carriers.vonage import turns
from webapp.db import db

EVENT, ANSWER = "/webhooks/vonage/event", "/webhooks/vonage/answer"
HUGE = "1" + "0" * 10_000
DEEP = 500
VALUES = [
    "null", "true", "0", "-1", "1e400", "-1e-400", HUGE, f"0.{HUGE}", f'"{HUGE}"', "[]", "{}", "[null]",
    '[{"a": [1]}]',
    "[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "0" + "}" * DEEP, f"[{'0,' * 3000}0]",
    *map(json.dumps, ["", " ", "\0", "a\0b", "\ud800", "\udfff\ud83d", "x" * 9000, "٣٣٣", "²", "nan", "inf",
                      "1e309", "-0", "9" * 5000, "2147483648", "9223372036854775808",
                      "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30", "=1+1",
                      "<script>", "\u202e", "+", "12025550111\n", "%00", "../../etc/passwd", "http://[", "https://api.nexmo.com@evil.example"]),
]  # fmt: skip
"""As they stand in JSON."""
STRIDE = length(30, 1)
"""Each field gets every so many-th value, and another one in each family and on the other database."""

CALL = {"uuid": "u-1", "conversation_uuid": "CON-1", "from": "12025550100", "to": "12025550111",
        "direction": "outbound", "timestamp": "2026-11-29T10:00:07.000Z"}  # fmt: skip
WRONG = {"type": "https://developer.vonage.com/api-errors/messages#1240", "title": "1240", "detail": "d"}
PICTURE = {"url": "https://api.nexmo.com/v3/media/1", "name": "a.jpg", "caption": "c"}
OLD = {"from": {"type": "sms", "number": "12025550111"}, "to": {"type": "sms", "number": "12025550100"},
       "message_uuid": "m-1", "timestamp": "2020-01-01 14:00:00 UTC"}  # fmt: skip
LEGACY = {"msisdn": "12025550111", "to": "12025550100", "messageId": "m-1",
          "message-timestamp": "2026-11-23 10:00:00"}  # fmt: skip
SPEECH = {
    "timeout_reason": "end_on_silence_timeout",
    "results": [{"text": "yes", "confidence": "0.9"}],
    "error": "e",
}
RECORDING = {"recording_url": "https://api.nexmo.com/v1/files/1", "recording_uuid": "r-1", "size": 12,
             "start_time": "2026-11-29T10:00:00Z", "end_time": "2026-11-29T10:00:07Z"}  # fmt: skip

FAMILIES: dict[str, tuple[str, dict[str, Any]]] = {
    "sms": (INBOUND, text("STOP", usage={"price": "0.1"}, origin={"network_code": "1"})),
    "mms": (INBOUND, text("", channel="mms", message_type="image", image=PICTURE)),
    "mms of several": (INBOUND, text(None, channel="mms", content=[{"type": "image", "image": PICTURE}])),
    "sms, v0.1": (INBOUND, {**OLD, "message": {"content": {"type": "text", "text": "Hi"}}}),
    "delivered": (STATUS, report("delivered", ref="r", usage={"currency": "EUR", "price": "0.1"})),
    "rejected": (STATUS, report("rejected", error=WRONG, destination={"network_code": "1"})),
    "an error in an error": (STATUS, report("undeliverable", error={"error": WRONG})),
    "rejected, v0.1": (STATUS, {**OLD, "status": "rejected", "error": {"code": 1240, "reason": "r"}}),
    "sms api, a text": (INBOUND, {**LEGACY, "text": "Hi", "type": "text", "keyword": "HI", "concat": "true"}),
    "sms api, bytes": (INBOUND, {**LEGACY, "data": "e2", "udh": "05", "type": "binary"}),
    "sms api, a receipt": (STATUS, {**LEGACY, "status": "rejected", "err-code": "9", "client-ref": "r"}),
    "ringing": (EVENT, {**CALL, "status": "ringing", "headers": {}}),
    "completed": (EVENT, {**CALL, "status": "completed", "duration": "7", "price": "0.1", "rate": "0.1",
                          "start_time": "2026-11-29T10:00:00Z", "end_time": "2026-11-29T10:00:07Z",
                          "disconnected_by": "user", "sip_code": 200}),
    "unanswered": (EVENT, {**CALL, "status": "unanswered", "detail": "timeout", "sip_code": 480}),
    "a beep": (EVENT, {"call_uuid": "u-1", "status": "machine", "sub_state": "beep_start", "timestamp": "t"}),
    "a fault": (EVENT, {"reason": "Syntax error", "conversation_uuid": "CON-1", "timestamp": "t"}),
    "a transfer": (EVENT, {"type": "transfer", "conversation_uuid_from": "CON-1",
                           "conversation_uuid_to": "CON-2", "uuid": "u-1"}),
    "picked up": (ANSWER, {**CALL, "region_url": "https://api-eu-1.nexmo.com"}),
    "heard": ("input", {**CALL, "speech": SPEECH, "dtmf": {"digits": None, "timed_out": False}}),
    "keys": ("input", {**CALL, "speech": {"error": "Speech was not enabled"}, "dtmf": {"digits": "9"}}),
    "played": ("notify", {**CALL, "payload": {"turn": 1}}),
    "recorded": ("record", {**RECORDING, "conversation_uuid": "CON-1"}),
    "a message": ("message", RECORDING),
}  # fmt: skip


@pytest.fixture
def ref(vonage: Vonage) -> str:
    """Our name for a call that is on its way to Vonage."""
    single(CAROL, number(carrier="vonage"), first_message="Hello.")
    claimed()
    return call_of(CAROL).client_ref


def address(vonage: Vonage, path: str, ref: str) -> str:
    """Of a family; while a call talks, addresses have a key of their own."""
    settings = vonage.app.config["SETTINGS"]
    if path.startswith("/"):
        return f"{path}?call={ref}" if path in (EVENT, ANSWER) else path
    return turns.address(settings, ref)(1, path).removeprefix(settings.public_url)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything in a payload."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from places(one, (*path, key))


def with_value(payload: dict[str, Any], path: tuple[Any, ...], value: str) -> bytes:
    """The payload as JSON with this in one place."""
    changed = json.loads(json.dumps(payload))
    inside = changed
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = "§here§"
    return json.dumps(changed).replace('"\\u00a7here\\u00a7"', value).encode()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_hostile_value_is_taken_or_kept(vonage: Vonage, ref: str, family: str) -> None:
    """200: what a database cannot hold, or what cannot be read, would not come again better."""
    path, payload = FAMILIES[family]
    url, shift = address(vonage, path, ref), crc32(f"{family} {db.engine.dialect.name}".encode())
    for n, place in enumerate(places(payload)):
        for value in VALUES[(n + shift) % STRIDE :: STRIDE]:
            answer = vonage.sends(url, with_value(payload, place, value))
            assert answer.status_code == 200, (place, value[:60], answer.get_data(as_text=True)[:200])


@pytest.mark.parametrize("family", FAMILIES)
def test_a_body_that_is_cut_or_twisted_is_kept(vonage: Vonage, ref: str, family: str) -> None:
    path, payload = FAMILIES[family]
    url, body = address(vonage, path, ref), json.dumps(payload).encode()
    twisted = [body[:cut] for cut in range(0, len(body), length(97, 3))]
    twisted += [
        body[:at] + bytes([byte]) + body[at + 1 :] for at, byte in ((1, 0), (5, 255), (9, 34), (20, 92))
    ]
    twisted += [
        b"[" + body + b"]",
        body + body,
        b"\xef\xbb\xbf" + body,
        body.decode().encode("utf-16"),
        b'"x"',
        b"\0",
    ]
    for one in twisted:
        assert vonage.sends(url, one).status_code == 200, one[:60]


KINDS = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json;;;=",
         "multipart/form-data; boundary=x", "application/json; charset=utf-16", "image/png",
         "application/json; charset=nonsense", "application/xml", "", "\xa7", "x" * 3000]  # fmt: skip


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind[:40])
def test_any_content_type_is_answered(vonage: Vonage, ref: str, kind: str, signed: bool) -> None:
    for path, payload in list(FAMILIES.values())[:: length(6, 1)]:
        body = json.dumps(payload).encode()
        db.session.commit()
        headers = {
            "Content-Type": kind,
            **({"Authorization": f"Bearer {vonage.token(body)}"} if signed else {}),
        }
        answer = contextvars.Context().run(
            vonage.app.test_client().post, address(vonage, path, ref), data=body, headers=headers
        )
        assert answer.status_code == (200 if signed else 503), (path, answer.get_data(as_text=True)[:200])


QUERIES = ["call=%00", "call=" + "x" * 9000, "call=a&call=b", "call", "&" * 5000, "a=1&" * 500, "%",
           "%ff%fe", "turn=" + HUGE, "turn=%D9%A3", "call=&turn=1&kind=input&key=%00", "call=%ed%a0%80",
           "msisdn=1&messageId=%00", "msisdn=1"]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:30])
def test_any_query_is_answered(vonage: Vonage, query: str) -> None:
    for path in (INBOUND, STATUS, EVENT, ANSWER, "/webhooks/vonage/turn"):
        assert vonage.says(f"{path}?{query}", CALL).status_code == 200
        answer = contextvars.Context().run(vonage.app.test_client().get, f"{path}?{query}")
        assert answer.status_code == 503
