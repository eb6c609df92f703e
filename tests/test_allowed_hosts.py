"""What requests may reach is said by the environment."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from flask import Flask

from webapp import allowed_hosts, config

NAME = "OUTBOUND_ALLOWED_NETWORKS"
NEEDED = {
    "OUTBOUND_SECRET_KEY": "k" * 32, "REDIS_URL": "redis://", "VONAGE_APPLICATION_ID": "a",
    "VONAGE_PRIVATE_KEY": "-----BEGIN", "VONAGE_API_KEY": "b", "VONAGE_SIGNATURE_SECRET": "c",
}  # fmt: skip


def test_nothing_private_unless_it_is_said(app: Flask) -> None:
    assert allowed_hosts.present() == allowed_hosts.AllowedHosts()
    assert config.load(NEEDED).allowed_networks == ()


def test_addresses_and_networks_are_read(app: Flask) -> None:
    settings = config.load({**NEEDED, NAME: "192.168.1.20, 10.1.0.0/16,fd00::/8"})
    expected = tuple(map(ip_network, ("192.168.1.20/32", "10.1.0.0/16", "fd00::/8")))
    assert settings.allowed_networks == expected


@pytest.mark.parametrize("given", ["10.0.0.1/8", "booking.local", "*"])
def test_what_is_no_network_is_refused_by_name(given: str) -> None:
    with pytest.raises(config.ConfigError, match=NAME):
        config.load({**NEEDED, NAME: given})
