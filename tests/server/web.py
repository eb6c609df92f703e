"""Our web server with a small application, and clients that send and read as slowly as they like."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tests.processes.house import free_port, wait_for
from webapp.processes.environment import ROOT

APP = "tests.server.echo:app"


@dataclass
class Web:
    """`process` is gunicorn's arbiter."""

    port: int
    process: subprocess.Popen[str]
    host: str = "a"

    def connect(self, sent: bytes = b"", receive_buffer: int | None = None) -> socket.socket:
        """A client that has sent this much."""
        client = socket.socket()
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(10)
        try:
            client.connect(("127.0.0.1", self.port))
            client.sendall(sent)
        except OSError:
            client.close()
            raise
        return client

    def ask(self, sent: bytes) -> bytes:
        """All that is answered to these bytes, until the server closes."""
        with self.connect(sent) as client:
            return read(client)

    def get(self, path: str) -> bytes:
        """The whole answer, head and body."""
        return self.ask(f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nConnection: close\r\n\r\n".encode())

    def seconds(self) -> float:
        """How long /healthz takes."""
        started = time.monotonic()
        assert self.get("/healthz").endswith(b"ok")
        return time.monotonic() - started


def read(client: socket.socket) -> bytes:
    """Until the other side closes, or resets the connection."""
    whole = bytearray()
    with suppress(ConnectionResetError):
        while data := client.recv(65_536):
            whole += data
    return bytes(whole)


@contextmanager
def web(*flags: str, waits_at: str = "", **env: str) -> Iterator[Web]:
    """One process with a few threads, unless `env` or gunicorn's `flags` say otherwise.

    `waits_at`: the path of its socket, where it does not listen on a port.
    """
    port = free_port()
    settings = {
        "OUTBOUND_BIND": f"127.0.0.1:{port}",
        "OUTBOUND_WEB_PROCESSES": "1",
        "OUTBOUND_WEB_THREADS": "4",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:webapp.processes.web", *flags, APP]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings | env, text=True)
    found = Web(port, process)
    try:
        wait_for(lambda: os.path.exists(waits_at) if waits_at else _listens(found), 30)
        yield found
    finally:
        process.terminate()
        process.wait(10)


def _listens(found: Web) -> bool:
    with suppress(OSError):
        return found.get("/healthz").endswith(b"ok")
    return False
