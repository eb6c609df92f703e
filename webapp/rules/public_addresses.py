"""Which addresses of a network are in public, and which lead into our own or nowhere.

Sources: IANA's registries of special-purpose addresses (RFC 6890), which `ipaddress` knows, and the forms
of IPv6 that carry an IPv4 address, by which a router may lead back inside: IPv4-mapped and -compatible
(RFC 4291, 2.5.5), NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380), ISATAP (RFC 5214, 6.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is given out to be reached from everywhere (IANA)."""
_SPECIAL = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
        ),
    )
)  # fmt: skip
_ISATAP = (0x00005EFE, 0x02005EFE)
"""The third quarter of an address that has an IPv4 address in its last."""


def is_public(address: str) -> bool:
    """Whether a numeric address, as a resolver gives it, is out in public. False for what is no address."""
    found = _read(address)
    if found is None or "%" in address:
        return False
    if not found.is_global or found.is_multicast or any(found in network for network in _of(found)):
        return False
    return isinstance(found, IPv4Address) or _is_plain(found)


def is_in(address: str, networks: Iterable[Network]) -> bool:
    """Whether an address lies in one of these networks, written in their version of the protocol."""
    found = _read(address.partition("%")[0])
    return found is not None and any(
        found in network for network in networks if network.version == found.version
    )


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None


def _of(found: IPv4Address | IPv6Address) -> list[Network]:
    return [network for network in _SPECIAL if network.version == found.version]


def _is_plain(found: IPv6Address) -> bool:
    third = int(found) >> 32 & 0xFFFFFFFF
    return found in _UNICAST and third not in _ISATAP
