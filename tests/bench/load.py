"""HTTP requests over loopback: as fast as they are answered, or at a rate; and how long each took."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

CONNECTIONS = 16
"""As many as the simulator and, by its documentation, Vonage keep open."""


@dataclass
class Answers:
    """`latencies` in seconds, from when a request was due until its answer was read; `failed`: not 2xx."""

    latencies: list[float] = field(default_factory=list)
    failed: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


def post(path: str, host: str, body: bytes, authorization: str = "") -> bytes:
    """A whole request, ready for the wire."""
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    signed = f"Authorization: {authorization}\r\n" if authorization else ""
    return f"{head}{signed}Content-Length: {len(body)}\r\n\r\n".encode() + body


def send(
    port: int, requests: Sequence[bytes], rate: float | None = None, within: float | None = None
) -> Answers:
    """Send all of them; `rate` a second, whether or not the earlier ones are answered, else back to back.

    Raises TimeoutError when they were not all answered `within` so many seconds.
    """
    return asyncio.run(asyncio.wait_for(_send(port, requests, rate), within))


async def _send(port: int, requests: Sequence[bytes], rate: float | None) -> Answers:
    answers = Answers()
    started = time.perf_counter()
    due = _dues(requests, started, rate)
    await asyncio.gather(*(_connection(port, due, answers) for _ in range(CONNECTIONS)))
    answers.seconds = time.perf_counter() - started
    return answers


def _dues(requests: Sequence[bytes], started: float, rate: float | None) -> Iterator[tuple[float, bytes]]:
    for n, request in enumerate(requests):
        yield (started + n / rate if rate else time.perf_counter()), request


async def _connection(port: int, due: Iterator[tuple[float, bytes]], answers: Answers) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for moment, request in due:
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        writer.write(request)
        answers.failed += not await _answered(reader)
        answers.latencies.append(time.perf_counter() - moment)
    writer.close()
    await writer.wait_closed()


async def _answered(reader: asyncio.StreamReader) -> bool:
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length or 0))
    return head.startswith(b"HTTP/1.1 2")
