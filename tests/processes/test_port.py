import socket

import pytest

from webapp.processes import port


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("crm.example.org", "http://crm.example.org:8000"),
    ],
)
def test_where_a_browser_on_this_machine_finds_it(host: str, url: str) -> None:
    assert port.url(host, 8000) == url


def test_the_wanted_port_is_kept_when_it_is_free_and_replaced_when_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        assert port.free("127.0.0.1", taken) != taken
    assert port.free("127.0.0.1", taken) == taken
