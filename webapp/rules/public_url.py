"""Whether a carrier can reach us at an address: by HTTPS, from the internet.

Only what the address itself says is looked at. What its name resolves to on this machine proves nothing:
Debian gives a machine's own name 127.0.1.1 in /etc/hosts.
Sources: special-use names (RFC 6761, RFC 6762, RFC 8375), `.internal` (ICANN, 2024).
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from webapp.rules.public_addresses import is_public

AT_HOME = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
    "test",
    "invalid",
)
"""Ends of names that no one outside can resolve."""


def fault(url: str) -> str | None:
    """Why webhooks cannot come to an address that begins like this; None when they can.

    The words follow the name of what holds the address: “… is http://x.example, which is not encrypted”.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        _ = parts.port
    except ValueError:
        return "is not an address of the web."
    if parts.username is not None or parts.query or parts.fragment:
        return "must hold no user name, password or question mark: it ends after the host, or a path."
    if parts.scheme not in ("http", "https") or not host:
        return "is not an address of the web. It must begin with https://."
    if not _is_outside(host):
        return f"is {url}, which leads to this machine or network: no carrier can reach it from outside."
    if parts.scheme == "http":
        return f"is {url}, which is not encrypted. Webhooks carry what people write: it must begin with https://."
    return None


def _is_outside(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return "." in host and not any(host == end or host.endswith(f".{end}") for end in AT_HOME)
    return is_public(host)
