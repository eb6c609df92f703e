"""The address of a request: http or https, with its host written plainly, and placeholders behind it only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote

from webapp.allowed_hosts import AllowedHosts
from webapp.errors import Fault
from webapp.field_kinds import Kind
from webapp.rules import typed_text
from webapp.rules.placeholders import Template
from webapp.rules.public_addresses import is_in, is_public
from webapp.services.actions.base import ActionFault
from webapp.services.actions.kinds import fill, template

LONGEST = 2000
PLAIN = re.compile(r"[!-~]+")
"""Printable ASCII: what is none may be read as another address by the next reader."""
ORIGIN = re.compile(r"https?://(?P<authority>[^/?#\\]+)(?P<rest>[/?#].*)?", re.IGNORECASE | re.DOTALL)
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?", re.IGNORECASE)
NOT_AN_ADDRESS = "This is not an address of the web. It begins with https:// or http://, and then the host."
AUTHORITY = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]*)(?::(?P<port>.*))?", re.DOTALL)
MOST_PORTS = 65535
NOT_PLAIN = "The host of this address is not written plainly: a name, or an IP address as usual."


@dataclass(frozen=True)
class Address(Kind):
    """The value is a Template whose first piece has the whole host in it."""

    def read(self, typed: str, key: str) -> Template:
        found = template(typed.strip(), key)
        try:
            must_be_plain(_with_any_values(found))
        except Fault as fault:
            raise Fault(fault.sentence, key) from fault
        return found


def _with_any_values(found: Template) -> str:
    """Raises Fault for a placeholder that could change the host."""
    if not found.placeholders:
        return found.literals[0]
    begins = ORIGIN.fullmatch(found.literals[0])
    if begins is None or not begins["rest"]:
        raise Fault("Placeholders can stand in an address behind the / that follows the host.")
    return "x".join(found.literals)


def filled(found: Template, values: Mapping[str, str]) -> str:
    """The address with its values, each encoded so that it stays one value. Raises ActionFault."""
    names = list(values)
    encoded = {name: quote(values[name].strip(), safe="") for name in names}
    url = fill(found, encoded)
    path = url.partition("#")[0].partition("?")[0]
    if any(part in (".", "..") for part in path.split("/")):
        raise ActionFault("Nothing was sent: the address would have a . or .. in its path.")
    try:
        must_be_plain(url)
    except Fault as fault:
        raise ActionFault(f"Nothing was sent: {fault.sentence}") from fault
    return url


def must_be_plain(url: str) -> None:
    """Raises Fault unless every reader takes it for the same address. Whether it is public is seen later."""
    if len(url) > LONGEST:
        raise Fault(f"An address can have up to {LONGEST:,} characters.")
    begins = ORIGIN.fullmatch(url)
    if begins is None or not PLAIN.fullmatch(url) or "\\" in url or "%" in begins["authority"]:
        raise Fault(NOT_AN_ADDRESS)
    if "@" in begins["authority"]:
        raise Fault("An address has no name and password in it. Put them into a header, as a secret.")
    parts = AUTHORITY.fullmatch(begins["authority"])
    if parts is None or not _is_host(parts["host"]):
        raise Fault(NOT_PLAIN)
    if parts["port"] is not None and not 1 <= typed_text.whole_number(parts["port"], 5) <= MOST_PORTS:
        raise Fault("The port of an address is a number from 1 to 65535.")


def authority(url: str) -> str:
    """Host and port of an address that is plain."""
    begins = ORIGIN.fullmatch(url)
    return begins["authority"] if begins else ""


def host(url: str) -> str:
    """Of an address that is plain."""
    parts = AUTHORITY.fullmatch(authority(url.strip()))
    return parts["host"].strip("[]").rstrip(".").casefold() if parts else ""


def leads_inward(url: str, allowed: AllowedHosts) -> bool:
    """Whether it names this machine, or a private address. What a name resolves to is seen later."""
    name = host(url)
    if authority(url.strip()).casefold() in allowed.origins:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return not is_in("127.0.0.1", allowed.networks)
    is_number = _parses(IPv4Address, name) or _parses(IPv6Address, name)
    return is_number and not is_public(name) and not is_in(name, allowed.networks)


def private(name: str) -> str:
    """What is said of a host in a private network."""
    sentence = f"{name} is an address in a private network, so nothing is sent there."
    return f"{sentence} The person who runs Outbound can allow it with OUTBOUND_ALLOWED_NETWORKS."


def _is_host(host: str) -> bool:
    """A name, four decimal numbers, or IPv6 in brackets. 0x7f.1 and 2130706433 are addresses to some only."""
    if host.startswith("["):
        return _parses(IPv6Address, host[1:-1])
    if not HOST.fullmatch(host) or ".." in host:
        return False
    last = host.rstrip(".").rpartition(".")[2]
    numeric = last.isdecimal() or re.fullmatch(r"0x[0-9a-f]*", last, re.IGNORECASE) is not None
    return not numeric or _parses(IPv4Address, host)


def _parses(of: type[IPv4Address] | type[IPv6Address], text: str) -> bool:
    try:
        of(text)
    except AddressValueError:
        return False
    return "%" not in text
