"""HTTP to addresses that others name, without a way into our own network, and within a time.

A name is resolved once, all that it resolves to is looked at, and the connection goes to one of these very
addresses: there is no second look-up that could answer something else. A caller that follows a redirect asks
here again. Proxies of the environment are not used: they would resolve the name by themselves.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from requests import Session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, Retry
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from webapp.allowed_hosts import AllowedHosts
from webapp.rules.public_addresses import is_in, is_public

CONNECT_SECONDS = 5.0
LOOK_UP_SECONDS = 15.0
"""Three attempts of glibc's resolver, which tries for half a minute and longer."""


class Refused(Exception):
    """The address leads into a private network; `host` is the name that was asked for."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


class NoSuchHost(Exception):
    """The name of the server cannot be resolved."""


class NoNameServer(NoSuchHost):
    """It may exist: no one said so in time."""


class Watch:
    """Ends every connection at a moment, so that a server that drips does not keep us.

    `reached`: whether any was made.
    """

    def __init__(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self.reached = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    @property
    def left(self) -> float:
        """Seconds, a little more than zero when it is over."""
        return max(self.deadline - time.monotonic(), 0.001)

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.deadline

    def add(self, connected: socket.socket) -> None:
        """Of a duplicate: TLS takes the socket itself away."""
        with self._lock:
            self._sockets.append(connected.dup())
            self.reached = True

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()

    def _end(self) -> None:
        with self._lock:
            for one in self._sockets:
                with suppress(OSError):  # the other side was faster
                    one.shutdown(socket.SHUT_RDWR)


@contextmanager
def session(allowed: AllowedHosts, watch: Watch) -> Iterator[Session]:
    """A session that connects within `allowed` only.

    Its requests raise Refused, NoSuchHost, NoNameServer, or as usual.
    """
    with Session() as made:
        made.trust_env = False
        for scheme in ("http://", "https://"):
            made.mount(scheme, _Adapter(allowed, watch))
        try:
            yield made
        finally:
            watch.close()


def addresses(host: str, port: int, allowed: AllowedHosts, seconds: float) -> list[Any]:
    """What a host resolves to, as `getaddrinfo` says it within so many seconds.

    Raises Refused when any of it is private, NoSuchHost, NoNameServer.
    """
    try:
        found = _looked_up(host, port, seconds)
    except (OSError, UnicodeError) as error:
        raise NoSuchHost(host) from error
    if found is None:
        raise NoNameServer(host)
    if f"{host}:{port}" not in allowed.origins:
        for *_, (address, *_rest) in found:
            if not is_public(str(address)) and not is_in(str(address), allowed.networks):
                raise Refused(host)
    return found


def _looked_up(host: str, port: int, seconds: float) -> list[Any] | None:
    """None: not within the time. Raises as `getaddrinfo` does.

    It cannot be told how long it may take; so it runs in a thread, which is left alone when it is late. That
    ends when the resolver gives up, and what it finds then goes nowhere.
    """
    found: list[list[Any]] = []
    failed: list[Exception] = []

    def look_up() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, ValueError) as error:
            failed.append(error)

    thread = threading.Thread(target=look_up, name="look-up", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    return found[0] if found else None


class _Adapter(HTTPAdapter):
    """Repeats nothing: who asks knows whether it may be asked twice."""

    def __init__(self, allowed: AllowedHosts, watch: Watch) -> None:
        self._hosts, self._watch = allowed, watch
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=Retry(0, read=False))

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager: PoolManager
        self.poolmanager.pool_classes_by_scheme = _pools(self._hosts, self._watch)


def _pools(allowed: AllowedHosts, watch: Watch) -> dict[str, Any]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, allowed, watch)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, allowed, watch)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _connect(wanted: HTTPConnection, allowed: AllowedHosts, watch: Watch) -> socket.socket:
    """To the first of its addresses that answers. Raises as urllib3 does, Refused, or NoSuchHost."""
    host, port = wanted.host.strip("[]"), wanted.port or wanted.default_port
    last: OSError | None = None
    patience = min(LOOK_UP_SECONDS, watch.left)
    for family, kind, protocol, _, address in addresses(host, port, allowed, patience):
        connected = socket.socket(family, kind, protocol)
        try:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connected.settimeout(min(CONNECT_SECONDS, watch.left))
            connected.connect(address)
            watch.add(connected)
        except OSError as error:
            connected.close()
            last = error
        else:
            connected.settimeout(watch.left)
            return connected
    if isinstance(last, TimeoutError):
        raise ConnectTimeoutError(wanted, "timed out") from last
    raise NewConnectionError(wanted, str(last)) from last
