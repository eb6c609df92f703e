"""How much of a body the web server takes in, by where it goes and who sends it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.views.client import Browser
from webapp.views.signing_in.security import LARGEST_BODY, LARGEST_UPLOAD
from webapp.views.webhooks import webhooks


def cookies(browser: Browser) -> str:
    return "; ".join(f"{one.key}={one.value}" for one in browser.client._cookies.values())


@pytest.mark.parametrize(
    ("method", "path", "bytes_"),
    [
        ("POST", "/batches/new", LARGEST_UPLOAD),
        ("POST", "/batches/7/recipients", LARGEST_UPLOAD),
        ("POST", "/opt-outs/import", LARGEST_UPLOAD),
        ("POST", "/contacts/import", LARGEST_UPLOAD),
        ("POST", "/webhooks/vonage/status", webhooks.LARGEST_BODY),
        ("POST", "/webhooks/vonage/inbound", webhooks.LARGEST_BODY),
        ("POST", "/api/v1/opt-outs", LARGEST_BODY),
        ("POST", "/login", LARGEST_BODY),
        ("GET", "/batches/new", LARGEST_BODY),
        ("PUT", "/batches/new", LARGEST_BODY),
        ("POST", "/nowhere", LARGEST_BODY),
        ("BREW", "/\xff\x00", LARGEST_BODY),
    ],
)
def test_a_list_may_be_large_for_those_who_are_signed_in(
    app: Flask, staff: Browser, method: str, path: str, bytes_: int
) -> None:
    limit = app.extensions["body_limit"]
    assert limit(method, path, cookies(staff)) == bytes_
    for nobody in ("", "outbound=made-up", "outbound=a.b.c; other=1", "=;;\xff"):
        assert limit(method, path, nobody) == min(bytes_, LARGEST_BODY)
