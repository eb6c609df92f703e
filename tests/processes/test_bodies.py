"""The whole of `outbound up`, with large bodies and slow clients."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import requests

from tests.crash.staff import Staff
from tests.processes.conftest import Shared
from tests.processes.house import House

pytestmark = pytest.mark.processes

LIST = b"phone,note\n" + b"".join(b"+1202555%04d,%b\n" % (n % 10_000, b"x" * 180) for n in range(15_000))
"""Some 3 MB: more than a form may have."""


@pytest.fixture(scope="module")
def signed_in(shared: Shared) -> Iterator[requests.Session]:
    house = shared.running()
    staff = Staff(house.url)
    staff.join(house.told(r"first admin \(the link works once\): http://127.0.0.1:\d+(/setup/\S+)"))
    with staff.session as session:
        yield session


def send_list(house: House, session: requests.Session) -> requests.Response:
    token = re.search(r'name="csrf_token" value="([^"]+)"', session.get(f"{house.url}/opt-outs/import").text)
    form = {"csrf_token": token[1] if token else "", "country": "US", "statement": "From our old tool"}
    files = {"file": ("list.csv", LIST, "text/csv")}
    return session.post(f"{house.url}/opt-outs/import", form, files=files, allow_redirects=False, timeout=20)


@pytest.mark.long
def test_a_list_of_somebody_who_is_signed_in_is_taken(house: House, signed_in: requests.Session) -> None:
    assert send_list(house, signed_in).status_code == 303


@pytest.mark.long
def test_nobody_else_may_send_as_much_and_reads_why(house: House) -> None:
    with requests.Session() as nobody:
        nobody.trust_env = False
        answer = send_list(house, nobody)
    assert answer.status_code == 413
    assert "too large" in answer.text


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/webhooks/vonage/status", 64 * 1024, 503),
        ("/webhooks/vonage/status", 64 * 1024 + 1, 413),
        ("/webhooks/vonage/inbound", 5_000_000, 413),
        ("/api/v1/opt-outs", 5_000_000, 401),
        ("/login", 5_000_000, 413),
    ],
)
def test_every_path_has_its_bound(house: House, path: str, size: int, status: int) -> None:
    with requests.Session() as session:
        session.trust_env = False
        assert session.post(house.url + path, b"x" * size, timeout=20).status_code == status


def test_slow_clients_stop_nobody(house: House) -> None:
    """Each of the web's threads three times over, in each of three ways."""
    long = b"POST /webhooks/vonage/status HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n{"
    css = b"GET /static/vendor/bootstrap/bootstrap.min.css HTTP/1.1\r\nHost: a\r\n\r\n"
    with ExitStack() as clients:
        for sent in (long[:-30], long, css * 26):
            for _ in range(32):
                client = clients.enter_context(socket.socket())
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.connect(("127.0.0.1", house.port))
                client.sendall(sent)
        assert house.get("/healthz", seconds=20) == 200  # behind the answers that they asked for
        assert [house.get("/healthz", seconds=2) for _ in range(5)] == [200] * 5
