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


def test_the_wanted_port_is_held_when_it_is_free_and_replaced_when_not() -> None:
    with port.held("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with port.held("127.0.0.1", taken) as second:
            assert second.getsockname()[1] != taken
    with port.held("127.0.0.1", taken) as again:
        assert again.getsockname()[1] == taken
