"""The client's address, as a trusted web server in front of us reports it."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.config import Network


class Behind:
    """Believes the last X-Forwarded-For, if the request comes from one of `proxies`, or through a socket.

    Likewise the last X-Forwarded-Proto, and that of any web server on this machine.

    The last is what that web server has written itself, as README asks for: a bare nginx hands on what it was
    sent, which anyone may have made up. Throttling and the audit go by this address.
    """

    def __init__(self, app: Any, proxies: tuple[Network, ...]) -> None:
        self._direct, self._proxies = app, proxies
        self._forwarded = ProxyFix(app, x_for=1, x_proto=1, x_host=0, x_port=0, x_prefix=0)
        self._of_this_machine = ProxyFix(app, x_for=0, x_proto=1, x_host=0, x_port=0, x_prefix=0)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        chosen = self._chosen(environ.get("REMOTE_ADDR", ""))
        answer: Iterable[bytes] = chosen(environ, start_response)
        return answer

    def _chosen(self, address: str) -> Any:
        if not address:  # a Unix socket
            return self._forwarded if self._proxies else self._of_this_machine
        try:
            peer = ip_address(address)
        except ValueError:
            return self._direct
        peer = getattr(peer, "ipv4_mapped", None) or peer  # of a socket that takes both kinds
        if any(peer in network for network in self._proxies):
            return self._forwarded
        return self._of_this_machine if peer.is_loopback else self._direct


def init_app(app: Flask) -> None:
    """Look at every request first."""
    app.wsgi_app = Behind(app.wsgi_app, app.config["SETTINGS"].proxies)  # type: ignore[method-assign]
