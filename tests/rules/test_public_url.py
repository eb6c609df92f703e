"""Which addresses webhooks can come to."""

from __future__ import annotations

import pytest

from webapp.rules import public_url


@pytest.mark.parametrize(
    "url",
    [
        "https://outbound.example.org",
        "https://outbound.example.org:8443",
        "https://example.org/outbound",
        "https://8.8.8.8",
        "https://bücher.example.org",
    ],
)
def test_from_outside(url: str) -> None:
    assert public_url.fault(url) is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://outbound.example.org", "is not encrypted"),
        ("http://127.0.0.1:8000", "leads to this machine or network"),
        ("https://127.0.0.1", "leads to this machine or network"),
        ("https://localhost", "leads to this machine or network"),
        ("https://outbound", "leads to this machine or network"),
        ("https://outbound.local", "leads to this machine or network"),
        ("https://nas.home.arpa.", "leads to this machine or network"),
        ("https://192.168.1.20", "leads to this machine or network"),
        ("https://[::1]", "leads to this machine or network"),
        ("https://[fd00::1]:8000", "leads to this machine or network"),
        ("https://2130706433", "leads to this machine or network"),
        ("ftp://outbound.example.org", "is not an address of the web"),
        ("outbound.example.org", "is not an address of the web"),
        ("https://[::1", "is not an address of the web"),
        ("https://outbound.example.org:port", "is not an address of the web"),
        ("https://", "is not an address of the web"),
        ("https://ada:secret@outbound.example.org", "ends after the host"),
        ("https://outbound.example.org?x=1", "ends after the host"),
    ],
)
def test_not_from_outside(url: str, why: str) -> None:
    assert why in (public_url.fault(url) or "")
