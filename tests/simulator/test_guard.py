"""Who may use the simulator's control API, and what a body is that is none."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
import requests

from tests.simulator.server import Simulator, start

SECRET = "the secret of this installation"


@pytest.fixture(scope="module")
def closed() -> Iterator[Simulator]:
    made = start(control_secret=SECRET)
    yield made
    made.stop()


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer wrong", SECRET[:-1], "Bearer \xe9"])
@pytest.mark.parametrize("path", ["settings", "messages", "calls", "faults", "nowhere"])
def test_other_users_of_the_machine_are_refused(closed: Simulator, path: str, said: str) -> None:
    url = f"http://{closed.host}/control/{path}"
    answer = requests.get(url, headers={"Authorization": said.encode("latin-1")}, timeout=10)
    assert answer.status_code == 403
    assert "SIMULATOR_CONTROL_SECRET" in answer.json()["error"]
    assert SECRET not in answer.text


def test_who_can_read_the_data_folder_may(closed: Simulator) -> None:
    url = f"http://{closed.host}/control/settings"
    answer = requests.get(url, headers={"Authorization": f"Bearer {SECRET}"}, timeout=10)
    assert answer.status_code == 200
    assert SECRET not in answer.text


def test_that_it_is_up_is_no_secret(closed: Simulator) -> None:
    assert closed.control.health()["ok"]


@pytest.mark.parametrize("path", ["/v1/messages", "/control/inbound"])
@pytest.mark.parametrize("body", [b"zz\r\n", b"5\r\nabcdeXX\r\n", b"-1\r\n\r\n", b"ffffffffffffffffffff\r\n"])
def test_a_malformed_chunk_is_the_callers_fault(closed: Simulator, path: str, body: bytes) -> None:
    host, _, port = closed.host.partition(":")
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {SECRET}\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + body)
        assert client.recv(12)[-3:] == b"400"
