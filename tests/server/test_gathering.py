"""What waits for clients is bounded in bytes, and work that waits for threads as well."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from threading import Event
from typing import Any

import pytest
from waitress import wasyncore
from waitress.task import ThreadedTaskDispatcher

from tests.processes.house import wait_for
from webapp.server import gathering
from webapp.server.channel import Channel
from webapp.server.gathering import Server

BOUND = 1_000_000
Start = Callable[[], tuple[Server, Callable[[Callable[[], object]], None]]]


class Application:
    """Answers when it may."""

    def __init__(self) -> None:
        self.may = Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        assert self.may.wait(20)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
def clients() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def server(application: Application, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(gathering, "MOST_HELD", BOUND)
    monkeypatch.setattr(gathering, "LOOK_EVERY", 0.0)
    threads = ThreadedTaskDispatcher()
    threads.set_thread_count(1)
    everything: dict[int, Any] = {}
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        made = Server(application, door, 100, lambda *_: 10 * BOUND, threads, everything)
        yield made
        application.may.set()
        threads.shutdown()
        for channel in made.channels:
            channel.evict()
        wasyncore.close_all(everything)
        made.trigger.close()


def turn_until(server: Server, condition: Callable[[], object]) -> None:
    """The main loop's turns."""

    def turned() -> object:
        wasyncore.loop(0.01, use_poll=True, map=server._map, count=1)
        return condition()

    wait_for(turned)


def post(server: Server, clients: ExitStack, length: int, sent: int) -> socket.socket:
    """A client that says how much will come, and has sent that much of it."""
    client = clients.enter_context(socket.create_connection(("127.0.0.1", int(server.effective_port))))
    client.setblocking(False)
    rest = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % length + b"x" * sent
    while rest:
        try:
            rest = rest[client.send(rest) :]
        except BlockingIOError:
            turn_until(server, lambda: True)
    return client


def closed(client: socket.socket) -> bool:
    try:
        return client.recv(100) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def held(server: Server) -> int:
    return sum(channel.holds for channel in server.channels)


def test_when_too_much_waits_for_clients_whoever_has_most_of_it_goes_first(
    server: Server, clients: ExitStack
) -> None:
    small = [post(server, clients, BOUND, 100_000) for _ in range(3)]
    turn_until(server, lambda: held(server) == 300_000)
    large = post(server, clients, BOUND, 600_000)
    turn_until(server, lambda: held(server) == 900_000)
    more = post(server, clients, BOUND, 200_000)
    turn_until(server, lambda: closed(large))
    turn_until(server, lambda: held(server) == 500_000)
    assert not any(closed(client) for client in [*small, more])


def test_while_threads_have_too_much_to_do_no_more_is_read(
    server: Server, application: Application, clients: ExitStack
) -> None:
    busy = []
    for n in (1, 2):
        busy.append(post(server, clients, 600_000, 600_000))
        turn_until(server, lambda n=n: sum(not channel.waits for channel in server.channels) == n)
    turn_until(server, lambda: server.paused)
    late = post(server, clients, 10, 10)
    assert not closed(late)
    application.may.set()
    turn_until(server, lambda: not server.paused and not held(server))
    for client in [*busy, late]:
        turn_until(server, lambda client=client: answered(client))


def answered(client: socket.socket) -> bool:
    try:
        return client.recv(100).startswith(b"HTTP/1.1 200")
    except BlockingIOError:
        return False


def test_the_first_connections_are_taken_singly_so_that_other_processes_get_some(
    server: Server, clients: ExitStack
) -> None:
    for _ in range(3):
        clients.enter_context(socket.create_connection(("127.0.0.1", int(server.effective_port))))
    for taken in (1, 2, 3):
        wasyncore.loop(1, use_poll=True, map=server._map, count=1)
        assert len(server.channels) == taken


def test_the_main_loop_sleeps_while_a_thread_sends(
    server: Server, application: Application, clients: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    sends, may, send = Event(), Event(), Channel.send

    def slowly(channel: Channel, *args: Any, **kwargs: Any) -> Any:
        sends.set()
        assert may.wait(20)
        return send(channel, *args, **kwargs)

    monkeypatch.setattr(Channel, "send", slowly)
    application.may.set()
    client = post(server, clients, 10, 10)
    turn_until(server, sends.is_set)
    started = time.monotonic()
    wasyncore.loop(0.2, use_poll=True, map=server._map, count=1)
    assert time.monotonic() - started >= 0.19
    may.set()
    turn_until(server, lambda: answered(client))
