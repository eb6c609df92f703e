"""The connection: TLS that is refused, connections that rest, tokens by the clock on the wall, threads."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import jwt
import pytest

from tests.carriers.vonage.authority import Authority, authority
from tests.carriers.vonage.test_ways import CALL, SHORT, SMS, outcome
from tests.carriers.vonage.ways import AGAIN, BROKE, TAKEN, UNKNOWN
from tests.carriers.vonage.wire import GOOD, Act, Peer, Wire, answer, says, serving
from webapp.carriers.base import CarrierError, Sms
from webapp.carriers.vonage import client, transport
from webapp.carriers.vonage.client import VonageCarrier
from webapp.carriers.vonage.transport import PATIENCE
from webapp.config import VonageSettings

KEPT = answer(202, GOOD).replace(b"Connection: close\r\n", b"")
ALERT = b"\x15\x03\x03\x00\x02\x02\x28"
"""Handshake failure, fatal."""
NO_TLS, AWAY = "No secure connection", "cannot be reached"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("authority"), "ours")


def carrier(
    wire: Wire, key: str, scheme: str = "http", patience: tuple[float, float] = PATIENCE
) -> VonageCarrier:
    settings = VonageSettings("app-1", key, "key", "s" * 32, host=wire.host, scheme=scheme)
    return VonageCarrier(settings, "https://us.example.org", patience)


def believing(path: Path, wire: Wire, key: str) -> VonageCarrier:
    one = carrier(wire, key, "https", SHORT if wire.secure is None else PATIENCE)
    one._session.verify = str(path)
    return one


def _reset(peer: Peer) -> None:
    peer.sock.recv(5)
    peer.reset()


def _silent(peer: Peer) -> None:
    peer.sock.recv(5)
    time.sleep(0.4)


def _hello(data: bytes) -> Act:
    def act(peer: Peer) -> None:
        peer.sock.recv(5)
        peer.say(data)
        peer.sock.recv(65536)

    return act


HELLOS: dict[str, tuple[Act, str]] = {
    "closed": (lambda peer: None, ""),
    "reset": (_reset, ""),
    "an alert": (_hello(ALERT), NO_TLS),
    "plain HTTP": (_hello(answer(400)), NO_TLS),
    "bytes": (_hello(bytes(range(250))), NO_TLS),
    "half a hello": (_hello(b"\x16\x03\x03\x00\x7a\x02"), ""),
    "silence": (_silent, ""),
}


@pytest.mark.parametrize("name", HELLOS)
def test_a_refused_handshake_left_nothing_and_may_be_repeated(
    ours: Authority, private_key: str, name: str
) -> None:
    act, words = HELLOS[name]
    with serving(act) as wire:
        one = believing(ours.path, wire, private_key)
        for ask in (lambda: one.send(SMS), lambda: one.place(CALL)):
            state, sentence = outcome(ask)
            assert (state, wire.asked) == (AGAIN, []), sentence
            assert words in sentence
        assert not one._adapter.has_left
        one.close()


CERTIFICATES: dict[str, Callable[[Authority, Path], ssl.SSLContext]] = {
    "of another host": lambda ours, _: ours.server("127.0.0.2"),
    "expired": lambda ours, _: ours.server(ends=timedelta(hours=-1)),
    "not yet good": lambda ours, _: ours.server(begins=timedelta(days=3), ends=timedelta(days=9)),
    "of no authority that is known": lambda _, folder: authority(folder, "theirs").server(),
}


@pytest.mark.parametrize("which", CERTIFICATES)
def test_who_cannot_show_who_it_is_gets_nothing(
    ours: Authority, private_key: str, which: str, tmp_path: Path
) -> None:
    with serving(says(answer(202, GOOD)), CERTIFICATES[which](ours, tmp_path)) as wire:
        one = believing(ours.path, wire, private_key)
        state, sentence = outcome(lambda: one.send(SMS))
        one.close()
    assert (state, wire.asked) == (AGAIN, [])
    assert NO_TLS in sentence


def _cut(peer: Peer) -> None:
    """Without TLS's own goodbye, in the middle of an answer."""
    peer.read()
    peer.say(answer(202, GOOD, length=500))
    peer.reset()


def _garbled(peer: Peer) -> None:
    """What follows is no record of TLS."""
    peer.read()
    with socket.socket(fileno=peer.sock.detach()) as bare:
        bare.sendall(b"\x17\x03\x03\x00\x05hello")


OVER_TLS: dict[str, tuple[Act, str, str]] = {
    "taken": (says(answer(202, GOOD)), TAKEN, ""),
    "closed after the handshake": (lambda peer: None, UNKNOWN, BROKE),
    "closed after reading": (says(b""), UNKNOWN, BROKE),
    "cut": (_cut, UNKNOWN, BROKE),
    "a record that is none": (_garbled, UNKNOWN, BROKE),
}


@pytest.mark.parametrize("name", OVER_TLS)
def test_what_breaks_after_the_handshake_may_have_been_read(
    ours: Authority, private_key: str, name: str
) -> None:
    act, expected, words = OVER_TLS[name]
    with serving(act, ours.server()) as wire:
        one = believing(ours.path, wire, private_key)
        state, sentence = outcome(lambda: one.send(SMS))
        one.close()
    assert (state, wire.connections) == (expected, 1), sentence
    assert words in sentence


@pytest.mark.parametrize(
    "host", ["127.0.0.1:9", "127.0.0.1:99999", "no host", "a" * 70 + ".example", "", "[::1"]
)
def test_an_address_that_is_none_gets_nothing(private_key: str, host: str) -> None:
    one = carrier(Wire(says(), host=host), private_key)
    state, sentence = outcome(lambda: one.send(SMS))
    one.close()
    assert state == AGAIN
    assert AWAY in sentence


def _keeps(peer: Peer) -> None:
    while True:
        peer.read()
        peer.say(KEPT)


def test_a_connection_that_rested_is_not_used_again(
    private_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(_keeps) as wire:
        one = carrier(wire, private_key)
        for _ in range(5):
            one.send(SMS)
        assert wire.connections == 1
        later = time.time() + transport.IDLE_SECONDS
        monkeypatch.setattr(transport.time, "time", lambda: later)
        one.send(SMS)
        assert wire.connections == 2
        later -= 3600  # the clock was set back
        one.send(SMS)
        assert (wire.connections, len(wire.asked)) == (3, 7)
        one.close()


def test_a_connection_that_was_closed_meanwhile_costs_nothing(private_key: str) -> None:
    def once(peer: Peer) -> None:
        peer.read()
        peer.say(KEPT)

    with serving(once) as wire:
        one = carrier(wire, private_key)
        for n in range(1, 4):
            assert one.send(SMS)
            time.sleep(0.02)
            assert len(wire.asked) == n
        one.close()


def issued(wire: Wire) -> list[float]:
    tokens = [asked.headers["authorization"].removeprefix("Bearer ") for asked in wire.asked]
    return [jwt.decode(token, options={"verify_signature": False})["iat"] for token in tokens]


def test_a_token_is_as_old_as_the_clock_on_the_wall_says(
    private_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that slept for an hour has a token of an hour ago, whatever its other clock counts."""
    with serving(_keeps) as wire:
        one = carrier(wire, private_key)
        began = int(time.time())
        for moment in (began, began + 599, began + 3600, began + 1800):
            monkeypatch.setattr(client.time, "time", lambda moment=moment: moment)
            monkeypatch.setattr("vonage_jwt.jwt.time", lambda moment=moment: moment)
            one.send(SMS)
        one.close()
    assert [round(at - began) // 60 for at in issued(wire)] == [0, 0, 60, 30]


def test_after_a_401_it_is_signed_once_more_and_not_again(private_key: str) -> None:
    with serving(says(answer(202, GOOD), answer(401), answer(202, GOOD), answer(401))) as wire:
        one = carrier(wire, private_key)
        assert one.send(SMS)
        assert one.send(SMS)
        old, refused, fresh = (asked.headers["authorization"] for asked in wire.asked)
        assert old == refused != fresh
        assert wire.asked[1].json == wire.asked[2].json
        with pytest.raises(CarrierError) as caught:
            one.send(SMS)
        assert (caught.value.pause, len(wire.asked)) == (True, 5)
        one.close()


def test_threads_do_not_see_each_others_fate(private_key: str) -> None:
    """Each second connection breaks; what is told of the others stays true."""

    def act(peer: Peer) -> None:
        asked = peer.read()
        peer.say(answer(202, GOOD) if asked.json["client_ref"].startswith("good") else b"")

    with serving(act) as wire, ThreadPoolExecutor(8) as pool:
        one = carrier(wire, private_key)
        refs = [f"{'good' if n % 2 else 'bad'}-{n}" for n in range(40)]
        texts = [Sms(SMS.to, SMS.sender, SMS.text, ref) for ref in refs]
        states = list(pool.map(lambda sms: outcome(lambda: one.send(sms))[0], texts))
        one.close()
    assert states == [TAKEN if ref.startswith("good") else UNKNOWN for ref in refs]
    assert len(wire.asked) == 40
