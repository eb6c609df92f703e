"""What goes over the wire: bounds by path, refusals that can be read, HEAD, chunks, kept connections."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.web import Web, read, web

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def one() -> Iterator[Web]:
    with web() as found:
        yield found


def post(path: str, length: int, *fields: str) -> bytes:
    lines = (f"POST {path} HTTP/1.1", "Host: a", f"Content-Length: {length}", *fields, "", "")
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/small", 256 * 1024, b"200"),
        ("/small", 256 * 1024 + 1, b"413"),
        ("/small", 30_000_000, b"413"),
        ("/upload", 30_000_000, b"200"),
        ("/upload?to=/small", 300_000, b"200"),
        ("/small?to=/upload", 300_000, b"413"),
    ],
)
def test_a_path_gets_as_much_as_it_may_have(one: Web, path: str, size: int, status: bytes) -> None:
    """A client that sends all of it before it reads anything reads the refusal, too."""
    with one.connect(post(path, size, "Connection: close")) as client:
        client.sendall(b"x" * size)
        assert read(client).split()[1] == status


def test_what_is_too_large_is_refused_before_it_is_sent(one: Web) -> None:
    answer = one.ask(post("/small", 200_000_000, "Expect: 100-continue"))
    assert answer.startswith(b"HTTP/1.1 413")
    assert (
        one.ask(post("/small", 2, "Expect: 100-continue", "Connection: close") + b"ab").split()[1] == b"100"
    )


@pytest.mark.parametrize(
    "sent",
    [
        post("/small", 3, "Transfer-Encoding: chunked") + b"0\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nno request\r\n\r\n",
    ],
)
def test_what_is_refused_ends_the_connection(one: Web, sent: bytes) -> None:
    answer = one.ask(sent + b"GET /pid HTTP/1.1\r\nHost: a\r\n\r\n")
    statuses = re.findall(rb"HTTP/1.[01] (\d+) ", answer)
    assert (statuses[-1], b"Connection: close" in answer) == (b"400", True)


def test_a_connection_is_kept_and_answers_keep_their_order(one: Web) -> None:
    wanted = [b"x" * size for size in (3, 100_000, 1, 2_000_000, 2)]
    asked = b"".join(b"GET /large/%d HTTP/1.1\r\nHost: a\r\n\r\n" % len(one) for one in wanted)
    answers = one.ask(asked + b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    bodies = [answer.partition(b"\r\n\r\n")[2] for answer in answers.split(b"HTTP/1.1 200 OK\r\n")[1:]]
    assert bodies == [*wanted, b"ok"]


def test_an_upload_in_chunks_arrives(one: Web) -> None:
    parts = [bytes([n]) * 70_000 for n in range(40)]
    connection = http.client.HTTPConnection("127.0.0.1", one.port, timeout=10)
    connection.request("POST", "/upload", iter(parts), encode_chunked=True)
    with connection.getresponse() as answer:
        told = json.loads(answer.read())
    connection.close()
    assert told == {"size": 2_800_000, "sha256": hashlib.sha256(b"".join(parts)).hexdigest()}


@pytest.mark.parametrize("path", ["/large/1000", "/stream/3", "/healthz"])
@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_head_has_no_body(one: Web, path: str, version: bytes) -> None:
    answer = one.ask(b"HEAD %b HTTP/%b\r\nHost: a\r\nConnection: close\r\n\r\n" % (path.encode(), version))
    assert answer.startswith(b"HTTP/%b 200 OK" % version) and answer.endswith(b"\r\n\r\n")
    assert answer.count(b"\r\n\r\n") == 1


def test_it_answers_through_a_unix_socket(tmp_path: Path) -> None:
    path = tmp_path / "web.sock"
    with web(OUTBOUND_BIND=f"unix:{path}", waits_at=str(path)), socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
        client.sendall(b"GET /scheme HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert read(client).endswith(b"http  None")


def test_headers_of_web_servers_in_front_reach_the_application(one: Web) -> None:
    answer = one.ask(
        b"GET /scheme HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\n"
        b"X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
    )
    assert answer.endswith(b"http 127.0.0.1 203.0.113.9")
