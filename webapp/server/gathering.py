"""The listening socket and all of its connections. A thread gets whole requests only, and hands over whole
answers: who sends or reads slowly costs memory and a file descriptor, which are bounded here, but no thread.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import BaseWSGIServer
from waitress.task import ThreadedTaskDispatcher

from webapp.server.channel import LARGEST_READ, Channel
from webapp.server.delays import Delays
from webapp.server.request import NO_BOUND, Limit

log = logging.getLogger(__name__)

LARGEST_HEAD = 32 * 1024
MOST_HELD = 512 * 1024 * 1024
"""Bytes of requests and answers that wait for their clients, in all of a process, and as many again of those
that a thread has or is to have. Long ones lie in temporary files."""
LARGEST_ANSWER = 256 * 1024 * 1024
"""Bytes of an answer that may wait; its thread waits with what is beyond that."""
SILENCE = 120
"""Seconds without a byte in either direction after which a connection is closed. Web servers in front should
keep theirs for less: who closes first must be the one that might use it again."""

ACCEPTED_AT_ONCE = 32
"""Connections, once many are open; the first ones are taken singly."""
NEXT_TO_ACCEPT = 0.0005
"""Seconds after a connection in which the other processes may take the next. Clients keep their connections:
a process that was quick to take all of them would go on answering all alone, with one core."""
LOOK_EVERY = 0.25
TELL_EVERY = 60.0


def adjustments(sock: socket.socket) -> Adjustments:
    """waitress's settings. Proxies are views/proxy's business; our bounds are below."""
    return Adjustments(
        sockets=[sock],
        asyncore_use_poll=True,
        channel_timeout=SILENCE,
        cleanup_interval=10,
        clear_untrusted_proxy_headers=False,
        connection_limit=NO_BOUND,
        ident="",
        inbuf_overflow=32 * 1024,
        log_socket_errors=False,
        max_request_body_size=NO_BOUND,
        max_request_header_size=LARGEST_HEAD,
        outbuf_high_watermark=LARGEST_ANSWER,
        outbuf_overflow=256 * 1024,
        recv_bytes=LARGEST_READ,
    )


class Server(BaseWSGIServer):  # type: ignore[misc]
    """waitress's server on a socket that listens already.

    At most `connections` are open: when one more comes, the one that has kept us waiting longest is closed.
    """

    channel_class = Channel

    def __init__(
        self,
        application: Any,
        sock: socket.socket,
        connections: int,
        limit: Limit,
        threads: ThreadedTaskDispatcher,
        map: dict[int, Any],
    ) -> None:
        self.limit = limit
        self.connections = connections
        self.paused = False
        self.delays = Delays(connections // 2)
        self._next_look = self._next_telling = 0.0
        self._evicted = 0
        address = (sock.family, sock.type, sock.proto, sock.getsockname())
        super().__init__(
            application, map, _sock=sock, dispatcher=threads, adj=adjustments(sock), sockinfo=address,
            bind_socket=False,
        )  # fmt: skip

    @property
    def channels(self) -> list[Channel]:
        """The connections that are open."""
        return list(self.active_channels.values())

    @property
    def full(self) -> bool:
        """No more connections may be open."""
        return len(self.active_channels) >= self.connections

    def getsockname(self) -> tuple[str, str]:
        """Host and port, of a Unix socket neither."""
        address = self.socket.getsockname()
        return (address[0], str(address[1])) if isinstance(address, tuple) else ("", "")

    def fix_addr(self, addr: Any) -> Any:
        """A client on a Unix socket has no address."""
        return addr or ("", "")

    def set_socket_options(self, conn: socket.socket) -> None:
        """Small answers go out at once."""
        if conn.family != socket.AF_UNIX:
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def readable(self) -> bool:
        """Whether to accept: asked in every turn of the main loop, so that bounds are looked after here."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + LOOK_EVERY
            self._look_after(now)
        return bool(super().readable()) and (not self.full or any(self._waiting()))

    def handle_accept(self) -> None:
        """Take those who wait at the door, some at a time."""
        for _ in range(min(ACCEPTED_AT_ONCE, 1 + len(self.active_channels) // 16)):
            if self.full and not self._make_room():
                return
            before = len(self.active_channels)
            super().handle_accept()
            if len(self.active_channels) == before:
                return
        time.sleep(NEXT_TO_ACCEPT)

    def close_idle(self) -> bool:
        """No new connections, and none that is between two requests. Answers whether all are closed."""
        self.accepting = False
        for channel in self.channels:
            if channel.idle:
                channel.evict()
        return not self.active_channels

    def _waiting(self) -> Iterator[Channel]:
        return (channel for channel in self.channels if channel.waits)

    def _make_room(self) -> bool:
        """Close one that waits, best one whose answer is kept on purpose. False when there is none."""
        waiting = sorted(self._waiting(), key=lambda channel: channel.waiting_since)
        oldest = next((channel for channel in waiting if channel.held_back), waiting[0] if waiting else None)
        if oldest is not None:
            self._evict(oldest)
        return oldest is not None

    def _look_after(self, now: float) -> None:
        for channel in self.channels:
            if channel.overdue(now):
                channel.evict()
        waiting = sorted(self._waiting(), key=lambda channel: channel.holds)
        held = sum(channel.holds for channel in waiting)
        while held > MOST_HELD:
            held -= waiting[-1].holds
            self._evict(waiting.pop())
        self.paused = sum(channel.holds for channel in self.channels if not channel.waits) > MOST_HELD
        if self._evicted and now >= self._next_telling:
            log.warning(
                "%d connections closed: too many were open, or held too much, and waited for their clients",
                self._evicted,
            )
            self._evicted, self._next_telling = 0, now + TELL_EVERY

    def _evict(self, channel: Channel) -> None:
        self._evicted += 1
        channel.evict()
