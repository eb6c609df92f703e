"""The connection to Vonage: nothing is repeated, and of what fails it is known whether any of it had left.

A repeated POST is a second SMS. So a connection that has rested is not used again: the server may be closing
it. The whole answer has to come within a time, not each of its bytes.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from http.client import HTTPResponse
from typing import Any

from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, Retry
from urllib3.connection import HTTPConnection, HTTPSConnection

PATIENCE = (5.0, 20.0)
"""Seconds: to connect, for each address of the host, and as long for TLS; and for the whole answer."""
IDLE_SECONDS = 3.0
"""Less than servers keep a connection that nothing is sent on: 5 s are usual, and up to 75."""
LARGEST_ANSWER = 64 * 1024
"""Bytes, with its headers; those that are known have less than 2,000."""
CONNECTIONS = 64

_request = threading.local()


class Adapter(HTTPAdapter):
    """Repeats nothing. Speaks plain HTTP to the simulator. One object serves many threads."""

    def __init__(self, scheme: str, patience: tuple[float, float] = PATIENCE) -> None:
        self._scheme, self._patience = scheme, patience
        super().__init__(pool_connections=1, pool_maxsize=CONNECTIONS, max_retries=Retry(0, read=False))

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager: PoolManager
        self.poolmanager.pool_classes_by_scheme = _pools(self._patience[1])

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        if self._scheme == "http" and request.url:
            request.url = "http" + request.url.removeprefix("https")
        kwargs["timeout"] = self._patience
        answer = super().send(request, *args, **kwargs)
        if answer.status_code >= 300:
            _read(answer)
            _request.refusal = answer
        return answer

    def begin(self) -> None:
        """Call it before a request: the rest is told of the one that this thread has begun last."""
        _request.has_left, _request.refusal = False, None

    @property
    def has_left(self) -> bool:
        """Whether the first byte of the request was given to the connection: it may have been read then."""
        return bool(getattr(_request, "has_left", False))

    @property
    def refusal(self) -> Response | None:
        """An answer of 300 or above, if that came."""
        found: Response | None = getattr(_request, "refusal", None)
        return found


def _read(refusal: Response) -> None:
    """Its status is what counts: it holds, whatever becomes of the words below it."""
    try:
        _ = refusal.content
    except RequestException:
        refusal._content = b""


class _Bytes(io.RawIOBase):
    """What a socket receives, until a moment, and up to a size."""

    def __init__(self, raw: io.RawIOBase, connected: socket.socket, seconds: float) -> None:
        self._raw, self._socket = raw, connected
        self._until, self._left = time.monotonic() + seconds, LARGEST_ANSWER

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        seconds = self._until - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the answer takes too long")
        self._socket.settimeout(seconds)
        size = self._raw.readinto(buffer)
        self._left -= size or 0
        if self._left < 0:
            raise OSError("the answer is too large")
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


def _answers(seconds: float) -> type[HTTPResponse]:
    class Answer(HTTPResponse):
        """It is made as soon as the request has been sent."""

        def __init__(self, connected: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(connected, *args, **kwargs)
            self.fp = io.BufferedReader(_Bytes(self.fp.detach(), connected, seconds))

    return Answer


class _Watched(HTTPConnection):
    """Tells when it is about to send something, and rests for a few seconds only."""

    _used_at = 0.0

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self._used_at = time.time()
        _request.has_left = True
        super().send(data)

    @property
    def is_connected(self) -> bool:
        """By the clock on the wall: the other one stands still while a machine sleeps."""
        return super().is_connected and 0 <= time.time() - self._used_at < IDLE_SECONDS


def _pools(seconds: float) -> dict[str, Any]:
    answers = _answers(seconds)

    class Plain(_Watched):
        response_class = answers

    class Secure(_Watched, HTTPSConnection):
        response_class = answers

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
