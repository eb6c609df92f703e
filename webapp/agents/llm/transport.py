"""The wire to a model's server: no redirects, no proxies of the environment, bounded answers."""

from __future__ import annotations

import logging
import ssl
from collections.abc import AsyncIterator
from functools import cache
from typing import cast

import httpx2

InvalidAddress = httpx2.InvalidURL
MOST_BYTES = 1_000_000
"""Of one answer's body; a server that sends more runs away."""
for _name in ("openai", "httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # below it they log what contacts wrote


class AnswerTooLarge(httpx2.TransportError):
    """The body goes on beyond MOST_BYTES."""


class NoAnswer(Exception):
    """What came is nothing that the library can read."""


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = MOST_BYTES
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise AnswerTooLarge("The answer is too large.")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class Transport(httpx2.AsyncHTTPTransport):
    """Counts its requests."""

    def __init__(self, base_url: str) -> None:
        plain = base_url.lower().startswith("http:")
        super().__init__(verify=False if plain else _verified(), trust_env=False)
        self.requests = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests += 1
        answer = await super().handle_async_request(request)
        answer.stream = _Bounded(cast(httpx2.AsyncByteStream, answer.stream))
        return answer


@cache
def _verified() -> ssl.SSLContext:
    """Made once: it takes 40 ms."""
    return httpx2.create_ssl_context()


def client(transport: Transport, seconds: float) -> httpx2.AsyncClient:
    """To be closed. `seconds`: for each step of a request."""
    return httpx2.AsyncClient(
        transport=transport, timeout=seconds, follow_redirects=False, trust_env=False
    )  # fmt: skip
