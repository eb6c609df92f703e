"""The Caddyfile that we ship: Caddy takes it, and slow clients in front of it stop nobody."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.processes.house import free_port, wait_for
from tests.server.web import Web, web
from webapp.carriers.vonage.ncco_schema import check
from webapp.processes.environment import ROOT

CADDY = shutil.which("caddy")
CONFIG = ROOT / "deploy" / "Caddyfile"
WITH_NEW_NAMES = (2, 6, 4)

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(CADDY is None, reason="Caddy is missing: apt-get install caddy"),
]


def environment(folder: Path, **more: str) -> dict[str, str]:
    said = subprocess.run(["caddy", "version"], check=True, capture_output=True, text=True).stdout
    version = tuple(int(part) for part in said.split()[0].lstrip("v").split("-")[0].split("."))
    own = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    return os.environ | own | {"CADDY_BUFFERS": "new" if version >= WITH_NEW_NAMES else "debian12"} | more


def test_caddy_takes_our_file(tmp_path: Path) -> None:
    words = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(CONFIG)]
    env = environment(tmp_path, OUTBOUND_HOST="crm.example.org")
    assert subprocess.run(words, env=env, cwd=tmp_path, check=False, capture_output=True).returncode == 0


@contextmanager
def caddy(folder: Path, backend: Web) -> Iterator[Web]:
    """Caddy with our file, without HTTPS: there is nobody to give it a certificate."""
    port = free_port()
    env = environment(
        folder,
        OUTBOUND_HOST=f"http://127.0.0.1:{port}",
        OUTBOUND_BACKEND=f"127.0.0.1:{backend.port}",
        CADDY_ADMIN=f"127.0.0.1:{free_port()}",
    )
    words = ["caddy", "run", "--adapter", "caddyfile", "--config", str(CONFIG)]
    process = subprocess.Popen(words, env=env, stderr=subprocess.DEVNULL, text=True)
    front = Web(port, process, host=f"127.0.0.1:{port}")
    try:
        wait_for(lambda: _answers(front), 30)
        yield front
    finally:
        process.terminate()
        process.wait(10)


def _answers(front: Web) -> bool:
    with suppress(OSError):
        return b" 200 OK" in front.get("/healthz")
    return False


def test_slow_clients_in_front_of_caddy_stop_nobody(tmp_path: Path) -> None:
    with web() as backend, caddy(tmp_path, backend) as front, ExitStack() as open_clients:
        start = f"POST /upload HTTP/1.1\r\nHost: {front.host}\r\nContent-Length: 50000000\r\n\r\n".encode()
        large = f"GET /large/6000000 HTTP/1.1\r\nHost: {front.host}\r\n\r\n".encode()
        for _ in range(20):
            for client in (start[:20], start + b"x", start + b"x" * 2_000_000):
                open_clients.enter_context(front.connect(client))
            open_clients.enter_context(front.connect(large, receive_buffer=4096))
        front.seconds()  # behind the large answers, which are work like any other
        assert max(front.seconds() for _ in range(5)) < 1
        assert max(backend.seconds() for _ in range(5)) < 1


def test_the_application_learns_from_caddy_whom_it_answers(tmp_path: Path) -> None:
    with web() as backend, caddy(tmp_path, backend) as front:
        made_up = f"GET /scheme HTTP/1.1\r\nHost: {front.host}\r\nX-Forwarded-For: 203.0.113.9\r\n"
        answer = front.ask((made_up + "Connection: close\r\n\r\n").encode())
    assert answer.endswith(b"http 127.0.0.1 127.0.0.1")


def test_who_calls_while_we_are_away_hears_a_sentence(tmp_path: Path) -> None:
    with web() as backend, caddy(tmp_path, backend) as front:
        backend.process.kill()
        backend.process.wait()
        request = f"POST /webhooks/vonage/fallback HTTP/1.1\r\nHost: {front.host}\r\nContent-Length: 0\r\n"
        head, _, body = front.ask((request + "Connection: close\r\n\r\n").encode()).partition(b"\r\n\r\n")
    assert b" 200 OK" in head
    assert b"application/json" in head
    check(json.loads(body))
