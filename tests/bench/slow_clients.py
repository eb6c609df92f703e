"""Clients that take their time, each kind as attackers know it; who is cut off comes back."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from webapp.processes import open_files
from webapp.processes.environment import ROOT

EVERY = 4.0
"""Seconds between two bytes: too often for any time-out on a socket."""
AWHILE = 0.2
SMALLEST_BUFFER = 4096
LONG = 6_000_000
"""Bytes of an answer that is not read, beyond what the system's buffers take."""
HEAD = "{} HTTP/1.1\r\nHost: a\r\n"
LARGEST_STATIC = max((ROOT / "static").rglob("*.css"), key=lambda path: path.stat().st_size)

Kind = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def headers(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A head that does not end."""
    writer.write(HEAD.format("GET /healthz").encode() + b"X-Slow: ")
    await _trickle(writer)


async def body(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A webhook that does not end."""
    writer.write(HEAD.format("POST /webhooks/vonage/status").encode() + b"Content-Length: 60000\r\n\r\n")
    await _trickle(writer)


async def reading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Megabytes that are asked for and hardly read: a large file of ours, often enough."""
    times = LONG // LARGEST_STATIC.stat().st_size + 1
    writer.write((HEAD.format(f"GET {_address(LARGEST_STATIC)}") + "\r\n").encode() * times)
    while True:
        await asyncio.sleep(EVERY)
        await reader.readexactly(100)


async def holding(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The answer is read, its connection is over, and stays open."""
    writer.write(HEAD.format("GET /healthz").encode() + b"Connection: close\r\n\r\n")
    await reader.read()
    await asyncio.sleep(EVERY)


KINDS: dict[str, Kind] = {"headers": headers, "body": body, "reading": reading, "holding": holding}


@contextmanager
def slow_clients(port: int, each: int) -> Iterator[None]:
    """`each` clients of every kind, all connected before it begins, in a thread of their own."""
    open_files.connections(each * len(KINDS))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    kinds = [kind for kind in KINDS.values() for _ in range(each)]
    connected = [threading.Event() for _ in kinds]
    clients = [
        asyncio.run_coroutine_threadsafe(_again_and_again(port, kind, event), loop)
        for kind, event in zip(kinds, connected, strict=True)
    ]
    try:
        for event in connected:
            event.wait(AWHILE)
        yield
    finally:
        for client in clients:
            client.cancel()
        loop.call_soon_threadsafe(lambda: loop.create_task(_end(loop)))
        thread.join()
        loop.close()


async def _end(loop: asyncio.AbstractEventLoop) -> None:
    others = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
    await asyncio.gather(*others, return_exceptions=True)  # type: ignore[arg-type]
    loop.stop()


async def _again_and_again(port: int, kind: Kind, connected: threading.Event) -> None:
    while True:
        with suppress(OSError, asyncio.IncompleteReadError):
            await _once(port, kind, connected)
        await asyncio.sleep(AWHILE)


async def _once(port: int, kind: Kind, connected: threading.Event) -> None:
    own = socket.socket()
    own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALLEST_BUFFER)
    own.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(own, ("127.0.0.1", port))
        reader, writer = await asyncio.open_connection(sock=own, limit=SMALLEST_BUFFER)
    except BaseException:
        own.close()
        raise
    connected.set()
    try:
        await kind(reader, writer)
    finally:
        writer.transport.abort()


async def _trickle(writer: asyncio.StreamWriter) -> None:
    while not writer.is_closing():
        await asyncio.sleep(EVERY)
        writer.write(b"x")
        await writer.drain()


def _address(path: Path) -> str:
    return "/" + path.relative_to(ROOT).as_posix()
