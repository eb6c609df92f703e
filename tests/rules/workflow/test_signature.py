"""Calls are signed as services do it; the examples are those of GitHub's and Shopify's documentation."""

from __future__ import annotations

import pytest

from webapp.rules.workflow import signature

SECRET, BODY = "It's a Secret to Everybody", b"Hello, World!"
HEX = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def test_as_github_documents_it() -> None:
    assert signature.is_good(f"sha256={HEX}", BODY, SECRET, "hex", "sha256=")
    assert signature.is_good(f" {HEX.upper()} ", BODY, SECRET, "hex")


def test_in_base64() -> None:
    assert signature.is_good(signature.of(BODY, SECRET, "base64"), BODY, SECRET, "base64")
    assert not signature.is_good(signature.of(BODY, SECRET, "base64").lower(), BODY, SECRET, "base64")


@pytest.mark.parametrize(
    "sent", ["", HEX, f"sha1={HEX}", "sha256=", f"sha256={HEX[:-1]}0", "sha256=ü", "\x00"]
)
def test_anything_else_is_not_good(sent: str) -> None:
    assert not signature.is_good(sent, BODY, SECRET, "hex", "sha256=")
