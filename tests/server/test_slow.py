"""Clients that send, read or leave slowly stop nobody else."""

from __future__ import annotations

import hashlib
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.processes.house import wait_for
from tests.server.web import Web, read, web

pytestmark = pytest.mark.processes

MANY = 40
"""Ten for each thread."""


@pytest.fixture(scope="module")
def one() -> Iterator[Web]:
    with web() as found:
        yield found


def head(path: str, length: int, extra: str = "") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: a\r\n{extra}Content-Length: {length}\r\n\r\n".encode()


def nothing(one: Web) -> socket.socket:
    return one.connect()


def part_of_a_head(one: Web) -> socket.socket:
    return one.connect(b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-")


def part_of_a_body(one: Web) -> socket.socket:
    return one.connect(head("/small", 1000) + b"x")


def part_of_an_upload(one: Web) -> socket.socket:
    return one.connect(head("/upload", 50_000_000) + b"x" * 200_000)


def part_of_a_chunk(one: Web) -> socket.socket:
    return one.connect(b"POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx")


def no_more_than_permission(one: Web) -> socket.socket:
    return one.connect(head("/small", 1000, "Expect: 100-continue\r\n"))


def reads_nothing(one: Web) -> socket.socket:
    return one.connect(b"GET /large/6000000 HTTP/1.1\r\nHost: a\r\n\r\n", receive_buffer=4096)


def reads_no_stream(one: Web) -> socket.socket:
    return one.connect(b"GET /stream/120 HTTP/1.1\r\nHost: a\r\n\r\n", receive_buffer=4096)


def stays_after_the_end(one: Web) -> socket.socket:
    return one.connect(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")


def stays_after_a_refusal(one: Web) -> socket.socket:
    return one.connect(head("/small", 10_000_000) + b"x" * 1000)


@pytest.mark.parametrize(
    "client",
    [
        nothing, part_of_a_head, part_of_a_body, part_of_an_upload, part_of_a_chunk, no_more_than_permission,
        reads_nothing, reads_no_stream, stays_after_the_end, stays_after_a_refusal,
    ],
)  # fmt: skip
def test_slow_clients_stop_nobody(one: Web, client: Callable[[Web], socket.socket]) -> None:
    with ExitStack() as open_clients:
        for _ in range(MANY):
            open_clients.enter_context(client(one))
        one.seconds()  # behind the answers to all of them, which are work like any other
        times = [one.seconds() for _ in range(5)]
    assert max(times) < 1, times


def test_a_slow_upload_arrives_whole_while_bytes_come(one: Web) -> None:
    data = bytes(range(256)) * 8000
    with one.connect(head("/upload", len(data), "Connection: close\r\n")) as client:
        for start in range(0, len(data), 64_000):
            client.sendall(data[start : start + 64_000])
            assert one.seconds() < 1
        told = json.loads(read(client).partition(b"\r\n\r\n")[2])
    assert told == {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


@pytest.mark.parametrize(("path", "size"), [("/large/6000000", 6_000_000), ("/stream/400", 20_000_000)])
def test_a_large_answer_arrives_whole_however_late_it_is_read(one: Web, path: str, size: int) -> None:
    with one.connect(f"GET {path} HTTP/1.0\r\nHost: a\r\n\r\n".encode(), receive_buffer=4096) as client:
        assert one.seconds() < 1
        assert len(read(client).partition(b"\r\n\r\n")[2]) >= size


def test_when_too_many_are_open_the_one_that_has_waited_longest_is_closed() -> None:
    with web("--worker-connections", "20") as small, ExitStack() as open_clients:
        first = open_clients.enter_context(part_of_a_body(small))
        clients = [open_clients.enter_context(part_of_a_body(small)) for _ in range(60)]
        assert small.seconds() < 1
        assert read(first) == b""
        newest = clients[-1]
        newest.sendall(b"x" * 999)
        assert newest.recv(15) == b"HTTP/1.1 200 OK"


def test_idle_connections_make_room_for_new_ones() -> None:
    with web("--worker-connections", "10") as small, ExitStack() as open_clients:
        for _ in range(40):
            client = open_clients.enter_context(small.connect(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"))
            assert client.recv(15) == b"HTTP/1.1 200 OK"
        assert small.seconds() < 1


@pytest.mark.long
def test_what_is_being_answered_is_not_closed_to_make_room() -> None:
    with web("--worker-connections", "10") as small, ExitStack() as open_clients:
        busy = open_clients.enter_context(
            small.connect(b"GET /slow/1.0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        )
        for _ in range(20):
            open_clients.enter_context(part_of_a_head(small))
            assert small.seconds() < 1
        assert read(busy).endswith(b"done")


@pytest.mark.long
def test_answers_that_leave_later_take_no_thread_and_make_room_for_others() -> None:
    """More of them than there are threads, and half of the connections at most."""
    with web("--worker-connections", "20") as small, ExitStack() as open_clients:
        later = b"GET /later/%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        started = time.monotonic()
        short = open_clients.enter_context(small.connect(later % b"1.0"))
        for _ in range(9):
            open_clients.enter_context(small.connect(later % b"30.0"))
        assert small.seconds() < 1
        assert small.ask(later % b"30.0").endswith(b"at last")
        assert time.monotonic() - started < 1, "that was one too many to be kept"
        assert read(short).endswith(b"at last")
        assert time.monotonic() - started >= 1
        idle = [open_clients.enter_context(part_of_a_head(small)) for _ in range(15)]
        assert small.seconds() < 1
        idle[0].sendall(b"a: b\r\nConnection: close\r\n\r\n")
        assert read(idle[0]).endswith(b"ok"), "those on purpose were closed instead"


@pytest.mark.long
def test_a_process_that_hangs_is_replaced() -> None:
    with web("--timeout", "2") as watched:
        before = watched.get("/pid").rpartition(b"\r\n")[2]
        with watched.connect(b"POST /stop HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"):
            wait_for(lambda: _stopped(before))
            after = watched.get("/pid").rpartition(b"\r\n")[2]  # waits at the door until somebody opens
    assert after.isdigit() and after != before


def _stopped(pid: bytes) -> bool:
    return Path(f"/proc/{pid.decode()}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.long
def test_what_is_under_way_comes_to_its_end_when_the_web_is_stopped() -> None:
    request = b"GET /slow/1.0 HTTP/1.1\r\nHost: a\r\n\r\n"
    with web() as stopping, stopping.connect(request) as busy, stopping.connect(b"GET ") as slow:
        assert stopping.seconds() < 1  # it has the others, too
        started = time.monotonic()
        stopping.process.terminate()
        assert read(busy).endswith(b"done")
        assert stopping.process.wait(10) == 0
        assert read(slow) == b""
    assert time.monotonic() - started < 5
