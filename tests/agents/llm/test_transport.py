"""The wire to a model's server."""

from __future__ import annotations

import ssl

import pytest

from webapp.agents.llm.transport import Transport


@pytest.mark.parametrize(
    "address", ["https://api.example/v1", "HTTPS://api.example/v1", "Https://api.example/v1"]
)
def test_a_certificate_is_looked_at_however_the_address_is_spelled(address: str) -> None:
    context = Transport(address)._pool._ssl_context
    assert context is not None and context.verify_mode is ssl.CERT_REQUIRED
