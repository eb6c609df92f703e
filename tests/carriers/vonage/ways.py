"""Ways in which a carrier answers, or breaks, and what each means for what was asked."""

from __future__ import annotations

import gzip
import json
import time
from socket import MSG_PEEK
from typing import Any, NamedTuple

from tests.carriers.vonage.wire import GOOD, PROBLEM, Act, Peer, answer, says

TAKEN, REFUSED, AGAIN, PAUSE, UNKNOWN = "taken", "refused", "again", "again, paused", "unknown"
UNKNOWN_PAUSE, OPTED_OUT = "unknown, paused", "refused, opted out"
BROKE, UNREADABLE = "broke before it answered", "an answer that we cannot read"
DOCS = "https://developer.vonage.com/api-errors"
HUGE = "1" + "0" * 10_000


class Way(NamedTuple):
    """`state`: of a text and of a call. `call`: of a call, where it is another. `asked`: how often, at most.

    `slow`: it goes on for longer than the answer may take.
    """

    act: Act
    state: str
    words: str = ""
    call: str = ""
    asked: int = 1
    slow: bool = False


def _problem(kind: str = "", **more: Any) -> dict[str, Any]:
    return {**PROBLEM, **({"type": f"{DOCS}{kind}"} if kind else {}), **more}


def _status(status: int) -> Way:
    """By the status alone."""
    if status in (408, 425):
        return Way(says(answer(status)), AGAIN, f"({status})")
    if status == 429:
        return Way(says(answer(status)), AGAIN, "slow down")
    if status in (307, 308):
        return Way(says(answer(status, Location="/v1/messages")), PAUSE, f"({status}); nothing was taken")
    if 300 <= status < 400:
        return Way(says(answer(status, Location="/v1/messages")), UNKNOWN_PAUSE, f"({status}); the ")
    if status in (401, 402, 403, 404):
        return Way(
            says(answer(status)),
            PAUSE,
            "balance" if status == 402 else f"({status})",
            asked=1 + (status == 401),
        )
    if status < 300 or status >= 500:
        return Way(says(answer(status)), UNKNOWN, f"answered {status}; the ")
    return Way(says(answer(status, b"")), REFUSED, f"Vonage refused it ({status}).")


STATUSES = [
    101, 103, 300, 301, 302, 303, 304, 305, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410,
    411, 412, 413, 414, 415, 417, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504,
    505, 507, 508, 511, 520, 522, 524, 599, 999,
]  # fmt: skip


def _refusal(kind: str, title: str, words: str, state: str = REFUSED, **more: Any) -> Way:
    return Way(says(answer(422, _problem(kind, title=title, **more))), state, words)


WRONG = {"invalid_parameters": [{"name": "text", "reason": "is no text"}]}
BY_THE_FACTS = {
    "422 invalid JSON": _refusal("#invalid-json", "No JSON", "could not read the request"),
    "422 sender": _refusal("/messages#1120", "Invalid sender", "our number as the sender"),
    "422 sender, of the table": _refusal("/messages#1420", "Invalid sender", "our number as the sender"),
    "422 recipient": _refusal("/messages#110", "Invalid recipient", "does not accept this phone number"),
    "422 recipient, of the table": _refusal("/messages#1430", "Invalid recipient", "this phone number"),
    "422 parameters": _refusal("/messages#1150", "Invalid", "text: is no text", **WRONG),
    "422 of the channel": _refusal("/messages#1110", "Invalid", "text: is no text", **WRONG),
    "422 channel": _refusal("/messages#1100", "Unsupported", "does not send on this channel"),
    "422 type": _refusal("/messages#1140", "Invalid message type", "messages of this kind"),
    "422 reference, no barred account": _refusal("/messages#1060", "Invalid reference", "our reference"),
    "422 a code for a title": _refusal("/messages#1170", "1170", "phone number is not valid"),
    "422 that may pass": _refusal("/messages#1180", "1180", "out of coverage", AGAIN),
    "422 of the account": _refusal("/messages#1070", "1070", "quota or balance", PAUSE),
    "422 opted out": _refusal("/messages#1240", "Illegal", "has opted out", OPTED_OUT),
    "400 of the Voice API": Way(
        says(answer(400, {"type": 400, "title": "Bad Request", **WRONG})),
        REFUSED, "text: is no text",
    ),
    "400 nested deep": Way(
        says(answer(400, b'{"title": ' + b"[" * 600 + b"]" * 600 + b"}")),
        REFUSED, "refused it (400)",
    ),
    "401 a clock": Way(says(answer(401, _problem("/#jwt-expired"))), PAUSE, "clock", asked=2),
    "401 a key": Way(says(answer(401, _problem("/#jwt-revoked"))), PAUSE, "key was withdrawn", asked=2),
    "401 not set up": Way(says(answer(401, _problem("/#unprovisioned"))), PAUSE, "may not send", asked=2),
    "401, then taken": Way(says(answer(401), answer(202, GOOD)), TAKEN, asked=2),
    "401, then 500": Way(says(answer(401), answer(500)), UNKNOWN, "answered 500", asked=2),
    "401, then nothing": Way(says(answer(401), b""), UNKNOWN, BROKE, asked=2),
    "402": Way(says(answer(402, _problem("/#low-balance", title="Low balance"))), PAUSE, "balance"),
    "429 without a header": Way(says(answer(429, _problem("/messages#1000"))), AGAIN, "slow down"),
    "429 of old": Way(says(answer(429, _problem("/messages-olympus#1010"))), AGAIN, "slow down"),
    "429 with seconds": Way(says(answer(429, Retry_After="7")), AGAIN, "slow down"),
    "429 with a date": Way(says(answer(429, Retry_After="21 Oct 2026 07:28:00")), AGAIN, "slow down"),
    "429 with no number": Way(says(answer(429, Retry_After="nan")), AGAIN, "slow down"),
    "500 by the facts": Way(says(answer(500, _problem("/messages#1000"))), UNKNOWN, "answered 500"),
    "500, Voice": Way(says(answer(500, {"msg_error": "Unexpected error"})), UNKNOWN, "answered 500"),
}  # fmt: skip

BODIES: dict[str, tuple[object, str, str]] = {
    "nothing": (b"", UNKNOWN, TAKEN),
    "a page": (b"<html>Hello</html>", UNKNOWN, TAKEN),
    "a list": ([], UNKNOWN, TAKEN),
    "a number": (7, UNKNOWN, TAKEN),
    "null": (None, UNKNOWN, TAKEN),
    "an empty object": ({}, UNKNOWN, TAKEN),
    "an id that is none": ({"message_uuid": 7, "uuid": [1]}, TAKEN, TAKEN),
    "a NUL in the id": ({"message_uuid": "a\0b", "uuid": "a\0b"}, TAKEN, TAKEN),
    "half a pair in the id": ({"message_uuid": "\ud800", "uuid": "\ud800"}, TAKEN, TAKEN),
    "a number of 10,001 digits": (
        f'{{"message_uuid": "a", "uuid": "b", "n": {HUGE}}}'.encode(),
        UNKNOWN,
        UNKNOWN,
    ),
    "a bottomless list": (b"[" * 20_000, UNKNOWN, UNKNOWN),
    "half its JSON": (json.dumps(GOOD).encode()[:30], UNKNOWN, TAKEN),
    "a mark before it": (b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), UNKNOWN, TAKEN),
    "UTF-16": (json.dumps(GOOD).encode("utf-16"), UNKNOWN, TAKEN),
    "bytes": (bytes(range(256)), UNKNOWN, TAKEN),
    "more fields": ({**GOOD, "workflow_id": "w", "a": {"b": [None]}}, TAKEN, TAKEN),
}
KINDS = [
    "text/html",
    "application/problem+json",
    "application/json; charset=nonsense",
    "multipart/x; boundary",
    "§",
]


def _body(body: object) -> bytes:
    return answer(202, body if isinstance(body, bytes) else json.dumps(body).encode())


def _drips(begin: bytes, rest: bytes) -> Act:
    def act(peer: Peer) -> None:
        peer.read()
        peer.say(begin)
        peer.drip(rest)

    return act


def _reset_at_once(peer: Peer) -> None:
    peer.sock.recv(1, MSG_PEEK)
    peer.reset()


def _reset_after_reading(peer: Peer) -> None:
    peer.read()
    peer.reset()


def _reads_some(peer: Peer) -> None:
    peer.sock.recv(20)
    peer.reset()


def _silent(peer: Peer) -> None:
    peer.read()
    peer.sock.recv(1)


def _never_reads(peer: Peer) -> None:
    time.sleep(0.5)


def _answers_at_once(status: int) -> Act:
    def act(peer: Peer) -> None:
        peer.say(answer(status, GOOD))
        peer.read()

    return act


def _endless(begin: bytes, more: bytes) -> Act:
    def act(peer: Peer) -> None:
        peer.read()
        peer.say(begin)
        while True:
            peer.say(more)

    return act


HEAD = b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LONG = answer(202, GOOD, length=500)
ZIPPED = gzip.compress(json.dumps(GOOD).encode())
BROKEN: dict[str, Way] = {
    "reset before reading": Way(_reset_at_once, UNKNOWN, BROKE),
    "reset while reading": Way(_reads_some, UNKNOWN, BROKE),
    "reset after reading": Way(_reset_after_reading, UNKNOWN, BROKE),
    "closed before reading": Way(lambda peer: None, UNKNOWN, BROKE),
    "closed after reading": Way(says(b""), UNKNOWN, BROKE),
    "half a status line": Way(says(b"HTTP/1.1 2"), UNKNOWN),
    "a status line alone": Way(says(b"HTTP/1.1 202 Accepted\r\n"), UNKNOWN, call=TAKEN),
    "half its headers": Way(says(HEAD), UNKNOWN, call=TAKEN),
    "no body": Way(says(answer(202, b"", length=500)), UNKNOWN, BROKE),
    "half a body": Way(says(LONG), UNKNOWN, BROKE),
    "a bad chunk": Way(says(CHUNKED + b"zz\r\n{}\r\n"), UNKNOWN, BROKE),
    "a cut chunk": Way(says(CHUNKED + b"ff\r\n{"), UNKNOWN, BROKE),
    "no last chunk": Way(says(CHUNKED + b"2\r\n{}\r\n"), UNKNOWN, BROKE),
    "no HTTP": Way(says(b"220 mail.example.org ESMTP\r\n"), UNKNOWN, BROKE),
    "an old HTTP": Way(says(b'{"message_uuid": "a"}'), UNKNOWN, BROKE),
    "an alert of TLS": Way(says(b"\x15\x03\x01\x00\x02\x02\x28"), UNKNOWN, BROKE),
    "a status that is none": Way(says(b"HTTP/1.1 abc Said\r\n\r\n"), UNKNOWN, BROKE),
    "too many headers": Way(says(HEAD + b"X-A: b\r\n" * 200 + b"\r\n"), UNKNOWN, BROKE),
    "a header without an end": Way(says(HEAD + b"X-A: " + b"b" * 70_000), UNKNOWN, BROKE),
    "a length that is none": Way(says(HEAD + b"Content-Length: many\r\n\r\n"), UNKNOWN, call=TAKEN),
    "two lengths": Way(says(HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), UNKNOWN),
    "an endless body": Way(_endless(HEAD + b"\r\n", b"x" * 4096), UNKNOWN, BROKE),
    "endless headers": Way(_endless(HEAD, b"X-A: bbbbbbbbbbbbbbbb\r\n" * 50), UNKNOWN, BROKE),
    "endless chunks": Way(_endless(CHUNKED, b"1000\r\n" + b"x" * 4096 + b"\r\n"), UNKNOWN, BROKE),
    "answered before reading": Way(_answers_at_once(202), TAKEN),
    "refused before reading": Way(_answers_at_once(422), REFUSED),
    "100 first": Way(says(b"HTTP/1.1 100 Continue\r\n\r\n" + answer(202, GOOD)), TAKEN),
    "103 first": Way(says(b"HTTP/1.1 103 Early Hints\r\n\r\n" + answer(202, GOOD)), UNKNOWN, "answered 103"),
    "two answers": Way(says(answer(202, GOOD) + answer(500)), TAKEN),
    "zipped": Way(says(answer(202, ZIPPED, Content_Encoding="gzip")), TAKEN),
    "badly zipped": Way(says(answer(202, ZIPPED[:-20], Content_Encoding="gzip")), UNKNOWN, call=TAKEN),
    "not zipped": Way(says(answer(202, GOOD, Content_Encoding="gzip")), UNKNOWN, BROKE),
    "another coding": Way(says(answer(202, GOOD, Content_Encoding="rot13")), TAKEN),
    "a cut refusal": Way(says(answer(422, length=500)), REFUSED),
    "a refusal without a body": Way(says(answer(402, b"", length=500)), PAUSE, "balance"),
    "cut, too many": Way(says(answer(429, length=500)), AGAIN, "slow down"),
    "a cut 500": Way(says(answer(500, length=500)), UNKNOWN, "answered 500"),
    "a cut redirect": Way(says(answer(308, length=500, Location="/")), PAUSE, "nothing was taken"),
    "led to no address": Way(says(answer(302, Location="http://[::1")), UNKNOWN_PAUSE, "(302)"),
    "led to bytes": Way(says(answer(302, Location="\xff\xfe")), UNKNOWN_PAUSE, "(302)"),
    "led nowhere": Way(says(answer(307)), PAUSE, "(307)"),
    "a refusal in bytes": Way(says(answer(422, bytes(range(256)))), REFUSED, "(422)"),
    "an endless refusal": Way(_endless(HEAD.replace(b"202", b"422") + b"\r\n", b"x" * 999), REFUSED, "(422)"),
    "a refusal of 10,001 digits": Way(says(answer(422, f'{{"title": {HUGE}}}'.encode())), REFUSED, "(422)"),
}  # fmt: skip
SLOW: dict[str, Way] = {
    "a status line in drips": Way(_drips(b"", b"HTTP/1.1 202 Accepted\r\n" * 9), UNKNOWN, BROKE, slow=True),
    "headers in drips": Way(_drips(HEAD, b"X-A: b\r\n" * 20), UNKNOWN, BROKE, slow=True),
    "a body in drips": Way(_drips(LONG[:-60], LONG[-60:]), UNKNOWN, BROKE, slow=True),
    "chunks in drips": Way(_drips(CHUNKED, b"1\r\n{\r\n" * 20), UNKNOWN, BROKE, slow=True),
    "silence": Way(_silent, UNKNOWN, BROKE, slow=True),
    "silence, and nothing read": Way(_never_reads, UNKNOWN, BROKE, slow=True),
    "a refusal in drips": Way(_drips(answer(402, b"", length=90), b" " * 60), PAUSE, "balance", slow=True),
}

WAYS: dict[str, Way] = {
    "taken": Way(says(answer(202, GOOD)), TAKEN),
    "taken, 201": Way(says(answer(201, GOOD)), TAKEN),
    "taken, 200": Way(says(answer(200, GOOD)), TAKEN),
    "204": Way(says(answer(204, b"")), UNKNOWN, UNREADABLE, call=TAKEN),
    **{str(status): _status(status) for status in STATUSES},
    **BY_THE_FACTS,
    **{
        f"202 with {name}": Way(says(_body(body)), text, call=call)
        for name, (body, text, call) in BODIES.items()
    },
    **{f"202 as {kind}": Way(says(answer(202, GOOD, kind=kind)), TAKEN) for kind in KINDS},
    **{f"422 as {kind}": Way(says(answer(422, kind=kind)), REFUSED) for kind in KINDS},
    **BROKEN,
    **SLOW,
}
