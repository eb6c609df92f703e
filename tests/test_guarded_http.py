"""Connections go to addresses that were looked at, and end in time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import ip_network
from typing import Any

import pytest
from requests import RequestException
from urllib3.exceptions import HTTPError

from tests.services.actions.system import Answer, OtherSystem
from webapp import guarded_http
from webapp.allowed_hosts import AllowedHosts
from webapp.guarded_http import NoNameServer, NoSuchHost, Refused, Watch

HERE = AllowedHosts((ip_network("127.0.0.0/8"),))
Resolver = Callable[..., list[Any]]


@pytest.fixture
def system() -> Iterator[OtherSystem]:
    made = OtherSystem()
    yield made
    made.close()


def get(url: str, allowed: AllowedHosts, seconds: float = 5) -> bytes:
    watch = Watch(seconds)
    with guarded_http.session(allowed, watch) as session:
        return session.get(url, timeout=(5, watch.left), allow_redirects=False).content


def resolver(*answers: list[str]) -> Resolver:
    """A DNS server that says something else each time, the last again and again."""
    left = list(answers)

    def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (one, port, 0, 0))
            if ":" in one
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
            for one in addresses
        ]

    return getaddrinfo


HOSTS = """
    127.0.0.1 127.1 127.0.1 0 0.0.0.0 2130706433 017700000001 0x7f000001 0x7f.1 0177.0.0.1 0177.0.0.01
    localhost LOCALHOST localhost. [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:0:0:1] [::]
    [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::]
""".split()


@pytest.mark.parametrize("host", HOSTS)
def test_no_spelling_of_this_machine_is_connected_to(system: OtherSystem, host: str) -> None:
    with pytest.raises(Refused):
        get(f"http://{host}:{system.port}/", AllowedHosts())
    assert system.asked == []


def test_what_is_allowed_is_reached_and_nothing_beside_it(system: OtherSystem) -> None:
    assert get(system.url, HERE) == b"{}"
    assert get(system.url, AllowedHosts(origins=frozenset({f"127.0.0.1:{system.port}"}))) == b"{}"
    elsewhere = AllowedHosts((ip_network("10.0.0.0/8"),)), AllowedHosts(origins=frozenset({"127.0.0.1:1"}))
    for other in elsewhere:
        with pytest.raises(Refused):
            get(system.url, other)
    assert len(system.asked) == 2


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.9"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"],
     ["1.1.1.1", "127.0.0.1"], ["127.0.0.1", "1.1.1.1"], ["2606:4700::1111", "fd00::1"]],
    ids=",".join,
)  # fmt: skip
def test_a_name_that_leads_inward_is_refused_also_by_one_of_several(
    system: OtherSystem, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolver(addresses))
    with pytest.raises(Refused, match=r"booking\.example\.com"):
        get(f"http://booking.example.com:{system.port}/", AllowedHosts())
    assert system.asked == []


def test_a_name_that_changes_between_two_looks_is_looked_up_once(
    system: OtherSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the address that was looked at is the one that is connected to."""
    connected: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", resolver(["1.1.1.1"], ["127.0.0.1"]))
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: connected.append(address) or _gone())
    with pytest.raises(RequestException):
        get(f"http://booking.example.com:{system.port}/", AllowedHosts())
    assert connected == [("1.1.1.1", system.port)]


def _gone() -> None:
    raise ConnectionRefusedError


def test_a_name_that_no_one_has_is_said_to_be_none() -> None:
    for host in ("no.such.host.invalid", "a" * 64 + ".example.com"):
        with pytest.raises(NoSuchHost):
            get(f"http://{host}/", AllowedHosts())


def test_a_name_server_that_does_not_answer_keeps_no_one_waiting(
    system: OtherSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it says later leads nowhere, and what it says in time is looked at as ever."""
    answers, ended, inward = threading.Event(), threading.Event(), resolver(["127.0.0.1"])

    def late(*args: Any, **words: Any) -> list[Any]:
        answers.wait(10)
        ended.set()
        return inward(*args, **words)

    monkeypatch.setattr(socket, "getaddrinfo", late)
    began = time.monotonic()
    with pytest.raises(NoNameServer, match=r"booking\.example\.com"):
        get(f"http://booking.example.com:{system.port}/", HERE, seconds=0.2)
    assert time.monotonic() - began < 5
    answers.set()
    assert ended.wait(5)
    assert system.asked == []
    with pytest.raises(Refused):
        get(f"http://booking.example.com:{system.port}/", AllowedHosts())


def test_a_proxy_of_the_environment_is_not_asked(
    system: OtherSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", system.url)
    monkeypatch.setenv("http_proxy", system.url)
    monkeypatch.setattr(socket, "getaddrinfo", resolver(["127.0.0.1"]))
    with pytest.raises(Refused):
        get("http://booking.example.com/", AllowedHosts())
    assert system.asked == []


@pytest.mark.parametrize(
    "answer", [Answer(body=b"x" * 500, drip=0.05), Answer(hang=20)], ids=["drips", "hangs"]
)
def test_a_server_that_takes_its_time_is_left_when_it_is_over(system: OtherSystem, answer: Answer) -> None:
    system.put("/", answer)
    began = time.monotonic()
    with pytest.raises((RequestException, HTTPError)):
        get(system.url + "/", HERE, seconds=0.4)
    assert time.monotonic() - began < 2


@pytest.mark.long
def test_a_header_that_drips_is_left_too() -> None:
    """Each byte begins the silence of a socket anew: what counts is the whole."""
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):  # until no one listens any more
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 400:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)

    threading.Thread(target=drip, daemon=True).start()
    began = time.monotonic()
    with pytest.raises((RequestException, HTTPError)):
        get(f"http://127.0.0.1:{listener.getsockname()[1]}/", HERE, seconds=0.4)
    assert time.monotonic() - began < 2
    listener.close()
