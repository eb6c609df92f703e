"""A request goes where it is meant to, in its time, and secrets to their own server alone."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from tests.services.actions.system import Answer, OtherSystem
from webapp.allowed_hosts import AllowedHosts
from webapp.services.actions.base import Outcome
from webapp.services.actions.http.request import Request
from webapp.services.actions.http.sending import send

HERE = AllowedHosts((ip_network("127.0.0.1/32"),))
CANARY = "canary-4711-secret"


@pytest.fixture
def system() -> Iterator[OtherSystem]:
    made = OtherSystem()
    yield made
    made.close()


@pytest.fixture
def other() -> Iterator[OtherSystem]:
    made = OtherSystem()
    yield made
    made.close()


def sent(url: str, allowed: AllowedHosts = HERE, method: str = "POST", **values: object) -> Outcome:
    headers = {"Authorization": f"Bearer {CANARY}", "X-Shop": "17", "Idempotency-Key": "k1"}
    known = {"headers": headers, "secret_headers": frozenset({"Authorization"}), "secrets": (CANARY,),
             "body": None if method == "GET" else b"{}"}  # fmt: skip
    outcome = send(Request(method, url, **{**known, **values}), allowed)  # type: ignore[arg-type]
    assert CANARY not in repr(outcome)
    return outcome


def test_a_name_server_that_does_not_answer_is_said_and_nothing_was_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(30))
    outcome = sent("https://booking.example.com/", seconds=0.2)
    over.set()
    assert outcome == Outcome(
        fault="The name server did not say in time where booking.example.com is, so nothing was sent.",
        again=True,
    )


def test_an_answer_is_kept_as_far_as_it_is_wanted(system: OtherSystem) -> None:
    said = {"id": 17, "ok": True, "none": None, "list": [{"a": "b"}], "text": "x\u0000y" + "z" * 900}
    url = system.put("/", Answer(201, json.dumps(said).encode()))
    keep = {"a": "list.0.a", "gone": "x.y", "far": "list.7"}
    keep |= {name: name for name in ("id", "ok", "none", "list", "text")}
    outcome = sent(url, keep=keep)
    assert outcome.result is not None
    kept = dict(outcome.result.kept)
    assert kept.pop("text") == "xy" + "z" * 498
    assert kept == {
        "id": "17",
        "ok": "yes",
        "none": "",
        "a": "b",
        "list": '[{"a": "b"}]',
        "gone": "",
        "far": "",
    }
    [asked] = system.asked
    assert (asked.method, asked.headers["Authorization"], asked.body) == ("POST", f"Bearer {CANARY}", b"{}")
    assert (asked.headers["Idempotency-Key"], asked.headers["User-Agent"]) == ("k1", "Outbound")


def test_a_server_that_repeats_a_secret_does_not_get_it_kept(system: OtherSystem) -> None:
    url = system.put("/", Answer(body=b'{"you_sent": "%s"}', echo="Authorization"))
    outcome = sent(url, keep={"echo": "you_sent"})
    assert outcome.result is not None
    assert outcome.result.kept == {"echo": "Bearer •••"}


UNSURE = ("could not be made, or broke.", "took longer than 0.5 seconds.")


@pytest.mark.parametrize(
    ("answer", "again", "sentence"),
    [
        (Answer(404), False, "answered 404 (Not Found)."),
        (Answer(401), False, "answered 401 (Unauthorized)."),
        (Answer(409), False, "answered 409 (Conflict)."),
        (Answer(299 + 350), True, "answered 649."),
        (Answer(429), True, "answered 429 (Too Many Requests)."),
        (Answer(503), True, "answered 503 (Service Unavailable)."),
        (Answer(cut=True), True, "could not be made, or broke."),
        (Answer(hang=3), True, "took longer than 0.5 seconds."),
        (Answer(body=b"x" * 100, drip=0.05), True, "took longer than 0.5 seconds."),
        (Answer(body=b"{}", length=99), True, "could not be made, or broke."),
        (Answer(body=b"<html>"), False, "it is not JSON."),
        (Answer(body=b""), False, "it is not JSON."),
        (Answer(body=b"[" * 60_000), False, "it is not JSON."),
        (Answer(body=b'"' + b"x" * 70_000 + b'"'), False, "it is larger than 64 kB."),
        (Answer(headers={"Content-Encoding": "gzip"}), False, "it is packed."),
        (Answer(302, headers={"Location": "/else"}), False, "for nothing was done."),
        (Answer(307, headers={"Location": "/"}), False, "from one address to the next, without an end."),
        (Answer(307, headers={"Location": "http://u:p@127.0.0.1/"}), False, "into a header, as a secret."),
        (Answer(307, headers={"Location": "file:///etc/passwd"}), False, "and then the host."),
        (Answer(307, headers={"Location": "http://0x7f.1/"}), False, "or an IP address as usual."),
    ],
    ids=lambda value: str(value)[:60],
)  # fmt: skip
def test_what_goes_wrong_has_its_sentence(
    system: OtherSystem, answer: Answer, again: bool, sentence: str
) -> None:
    outcome = sent(system.put("/", answer), seconds=0.5, keep={"id": "id"})
    assert outcome.result is None
    assert outcome.fault.endswith(sentence)
    assert outcome.again is again
    assert outcome.unsure == (sentence in UNSURE), "the server may have done it"


def test_the_answer_is_not_read_when_nothing_of_it_is_wanted(system: OtherSystem) -> None:
    assert sent(system.put("/", Answer(body=b"x" * 1000, drip=1)), seconds=2).result is not None


def test_no_one_there_is_asked_again_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = sent(f"http://127.0.0.1:{port}/")
    assert (outcome.again, outcome.unsure, outcome.fault) == (
        True, False, f"The connection to 127.0.0.1:{port} could not be made, or broke.",
    )  # fmt: skip
    outcome = sent("http://no.such.host.invalid/")
    assert (outcome.again, outcome.fault) == (True, "The server no.such.host.invalid cannot be found.")


def test_a_private_address_is_refused_for_good_with_what_to_do(system: OtherSystem) -> None:
    outcome = sent(system.url, AllowedHosts())
    assert (outcome.again, system.asked) == (False, [])
    assert outcome.fault == (
        "127.0.0.1 is an address in a private network, so nothing was sent there. "
        "The person who runs Outbound can allow it with OUTBOUND_ALLOWED_NETWORKS."
    )


INWARD = """
    127.0.0.2 [::1] [::ffff:127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::1] 169.254.169.254 10.0.0.1
    192.168.1.1 100.64.0.1 0.0.0.0 [fe80::1] [fd00::1] 224.0.0.1
""".split()


@pytest.mark.parametrize("host", INWARD)
@pytest.mark.parametrize("status", [303, 307])
def test_a_redirect_inward_is_not_followed(system: OtherSystem, host: str, status: int) -> None:
    url = system.put("/", Answer(status, headers={"Location": f"http://{host}:{system.port}/secret"}))
    outcome = sent(url)
    assert outcome.fault.startswith(f"127.0.0.1:{system.port} leads to ")
    assert "private network" in outcome.fault
    assert [asked.path for asked in system.asked] == ["/"]


@pytest.mark.parametrize(
    ("method", "status"), [("POST", 307), ("POST", 308), ("POST", 303), ("GET", 302), ("GET", 301)]
)
def test_a_redirect_to_another_server_takes_no_secret_along(
    system: OtherSystem, other: OtherSystem, method: str, status: int
) -> None:
    away = other.put("/there", Answer())
    outcome = sent(system.put("/", Answer(status, headers={"Location": away})), method=method)
    assert outcome.result is not None
    [asked] = other.asked
    assert CANARY not in str(asked)
    assert asked.headers["X-Shop"] == "17"
    assert asked.method == ("GET" if status == 303 else method)
    assert asked.body == (b"" if asked.method == "GET" else b"{}")


def test_a_redirect_on_the_same_server_keeps_them(system: OtherSystem) -> None:
    assert sent(system.put("/", Answer(307, headers={"Location": "/there"}))).result is not None
    assert [asked.headers["Authorization"] for asked in system.asked] == [f"Bearer {CANARY}"] * 2


def test_a_cookie_is_not_carried_on(system: OtherSystem) -> None:
    sent(system.put("/", Answer(307, headers={"Location": "/there", "Set-Cookie": "a=b"})))
    assert [asked.headers.get("Cookie") for asked in system.asked] == [None, None]
