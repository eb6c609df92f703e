"""Which private networks requests of this installation may reach: none, unless its owner says so.

Apart from `guarded_http`, so that what makes no requests need not load what they take.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from webapp.rules.public_addresses import Network


@dataclass(frozen=True)
class AllowedHosts:
    """What may be reached besides the public: `networks`, and `origins` as host:port."""

    networks: tuple[Network, ...] = ()
    origins: frozenset[str] = frozenset()


def init_app(app: Flask, networks: tuple[Network, ...]) -> None:
    """The private networks that requests may reach."""
    app.extensions["allowed_hosts"] = AllowedHosts(networks)


def present() -> AllowedHosts:
    """What this installation may reach."""
    found: AllowedHosts = current_app.extensions["allowed_hosts"]
    return found
