"""A server that does to a connection whatever it is told, and keeps what it was asked."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

PROBLEM = {
    "type": "https://developer.vonage.com/api-errors",
    "title": "T",
    "detail": "D",
    "instance": "0" * 32,
}
GOOD = {"message_uuid": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "uuid": "u-1"}
"""Of either API."""
DRIP_SECONDS = 0.02


@dataclass
class Asked:
    """One request as it came, whole."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Peer:
    """One connection. `number`: which of them, from 1."""

    wire: Wire
    sock: socket.socket
    number: int

    def read(self) -> Asked:
        """The next request. Raises EOFError when there is none."""
        head = b""
        while b"\r\n\r\n" not in head:
            head += self._some()
        lines, _, body = head.partition(b"\r\n\r\n")
        first, *rest = lines.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)
        }
        while len(body) < int(headers.get("content-length", 0)):
            body += self._some()
        method, path, _ = first.split(" ")
        asked = Asked(method, path, headers, body)
        self.wire.asked.append(asked)
        return asked

    def _some(self) -> bytes:
        found = self.sock.recv(65536)
        if not found:
            raise EOFError
        return found

    def say(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, data: bytes) -> None:
        for byte in data:
            self.say(bytes([byte]))
            time.sleep(DRIP_SECONDS)

    def reset(self) -> None:
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


Act = Callable[[Peer], None]


@dataclass
class Wire:
    """`act`: what it does to each connection, which it closes then. `secure`: it speaks TLS."""

    act: Act
    secure: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    host: str = ""

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                sock, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._meet, args=(sock, self.connections), daemon=True).start()

    def _meet(self, sock: socket.socket, number: int) -> None:
        with suppress(OSError, EOFError), sock:
            sock.settimeout(5)
            if self.secure is not None:
                sock = self.secure.wrap_socket(sock, server_side=True)
            with sock:
                self.act(Peer(self, sock, number))


@contextmanager
def serving(act: Act, secure: ssl.SSLContext | None = None) -> Iterator[Wire]:
    wire = Wire(act, secure)
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listening:
        wire.host = f"127.0.0.1:{listening.getsockname()[1]}"
        thread = threading.Thread(target=wire.serve, args=(listening,))
        thread.start()
        try:
            yield wire
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def answer(
    status: int,
    body: object = None,
    *,
    kind: str = "application/json",
    length: int | None = None,
    **headers: str,
) -> bytes:
    """An answer, whole. `body`: bytes, or what becomes JSON. `length`: the one that it claims."""
    said = body if isinstance(body, bytes) else json.dumps(PROBLEM if body is None else body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = {"Content-Type": kind, "Content-Length": length if length is not None else len(said), **named}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Said\r\nConnection: close\r\n{head}\r\n".encode("latin-1") + said


def says(*answers: bytes) -> Act:
    """Read each request, and answer it with these in turn, the last one for ever."""

    def act(peer: Peer) -> None:
        peer.read()
        peer.say(answers[min(peer.number, len(answers)) - 1])

    return act
