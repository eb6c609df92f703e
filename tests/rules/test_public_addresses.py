"""Which addresses are out in public: each form of a private one is told."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from webapp.rules.public_addresses import is_in, is_public

PRIVATE = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.0.1
    169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.2.1 192.88.99.1
    192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255
    240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1
    64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::808:808 64:ff9b:1::1 100::1
    2001::1 2001:0:7f00:1::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::1 2002:a00:1::1 2002:808:808::1
    2607:f8b0::5efe:7f00:1 2607:f8b0::200:5efe:a00:1 3fff::1 5f00::1 4000::1
    fc00::1 fd00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 febf::1 fec0::1 feff::1 ff02::1 ff0e::1
""".split()
PUBLIC = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1
    169.253.255.255 172.15.255.255 172.32.0.1 192.167.255.255 192.169.0.1 198.17.255.255 198.20.0.1
    223.255.255.255 2001:4860:4860::8888 2606:4700:4700::1111 2a00:1450:4001::1 2620:fe::fe
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_private_in_any_form_is_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_told(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "text", ["", "example.org", "1.2.3", "0x8.8.8.8", "8.8.8.8.8", "[2620:fe::fe]", "08.8.8.8"]
)
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public(text)


def test_a_network_is_of_its_own_version() -> None:
    networks = (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))
    assert [is_in(one, networks) for one in ("10.1.2.3", "fd00::9", "fd00::9%eth0")] == [True] * 3
    others = ("10.2.0.1", "::ffff:10.1.2.3", "fe80::1", "127.0.0.1", "no address")
    assert [is_in(one, networks) for one in others] == [False] * 5
