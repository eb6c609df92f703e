"""One connection: gathers requests, keeps answers for those who read slowly, and says what it costs."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from webapp.server.request import Request

LINGER = 5.0
"""Seconds in which a client that is still sending may read why the rest is not wanted: closing at once would
reset the connection, and our answer would be lost (RFC 9112 §9.6)."""
LARGEST_READ = 16_384
LARGEST_SEND = 65_536
"""Bytes that are read from an answer's file for each try to send. waitress would read as many as the socket's
buffer may have, megabytes, to see a client that reads slowly take none of them."""

ANSWER_LATER = "outbound.answer_later"
"""In the environment of a request: takes seconds, and is called before the answer begins."""
NO_ROOM = "outbound.no_room"
"""There, too: whether there was no room for its body, which did not come in."""


class Answer(WSGITask):  # type: ignore[misc]
    """The application's answer to one request."""

    chunked_response = False

    def get_environment(self) -> dict[str, Any]:
        """With a way for the application to have its answer leave later, without a thread that waits."""
        environ: dict[str, Any] = super().get_environment()
        environ[ANSWER_LATER] = self.channel.answer_later
        environ[NO_ROOM] = self.request.no_room
        return environ

    def write(self, data: bytes) -> None:
        """As in waitress, but for HEAD, which gets no body however the application made it."""
        super().write(b"" if self.request.command == "HEAD" else data)

    def finish(self) -> None:
        """The last chunk belongs to the body, too."""
        if not self.wrote_header:
            self.write(b"")
        self.chunked_response = self.chunked_response and self.request.command != "HEAD"
        super().finish()


class Channel(HTTPChannel):  # type: ignore[misc]
    """waitress's channel. Only the main loop closes it, reads from it and asks what it holds."""

    task_class = Answer
    will_close = writing = False

    def __init__(self, server: Any, *args: Any, **kwargs: Any) -> None:
        self.parser_class: Callable[[Any], Request] = partial(Request, limit=server.limit)
        self.waiting_since = time.monotonic()
        self.refused = self.lingering = False
        self._held_until = 0.0
        super().__init__(server, *args, **kwargs)
        self.sendbuf_len = LARGEST_SEND

    @property
    def waits(self) -> bool:
        """For its client: to send, to go on sending, or to read; no thread has anything to do with it."""
        return not self.requests

    @property
    def idle(self) -> bool:
        """Between two requests: nothing would be lost if it were closed."""
        return not (self.requests or self.request or self.total_outbufs_len or self.close_when_flushed)

    @property
    def holds(self) -> int:
        """Bytes of bodies that have come and of answers that have not gone."""
        bodies = [*self.requests, self.request] if self.request else self.requests
        return int(self.total_outbufs_len + sum(body.spooled for body in bodies))

    @property
    def held_back(self) -> bool:
        """Whether its answer is to leave later: until then it neither sends nor reads."""
        return time.monotonic() < self._held_until and bool(self.server.accepting)

    def answer_later(self, seconds: float) -> None:
        """Keep the answer that is being made for so long, unless too many are kept already."""
        self._held_until = self.server.delays.begin(seconds)

    def readable(self) -> bool:
        """Whether to read on: not while the threads have more to do than we want to keep."""
        return bool(super().readable()) and not self.server.paused

    def writable(self) -> bool:
        """Whether there is something to send: not while a thread is at it, unless it waits for the main loop.

        The socket takes more then, and the main loop would ask again and again, eight times a request, while
        the thread waits for Python's lock.
        """
        if self.held_back:
            return bool(self.will_close)
        left = not self.writing or self.total_outbufs_len > self.adj.outbuf_high_watermark
        return bool(self.will_close or (left and super().writable()))

    def write_soon(self, data: Any) -> int:
        """In a thread: send what the socket takes, and leave the rest to the main loop."""
        self.writing = True
        try:
            return int(super().write_soon(data))
        finally:
            self.writing = False
            if self.total_outbufs_len:
                self.server.pull_trigger()

    def _flush_some(self, do_close: bool = True) -> bool:
        return not self.held_back and bool(super()._flush_some(do_close=do_close))

    def received(self, data: bytes) -> bool:
        """Take what has come."""
        if self.request is None:
            self.waiting_since = time.monotonic()
        return bool(super().received(data))

    def service(self) -> None:
        """In a thread: answer the request that is whole."""
        self.refused = self.refused or self.requests[0].refused
        super().service()
        self.waiting_since = time.monotonic()

    def handle_read(self) -> None:
        """Something has come; after the last answer no one wants it."""
        if self.lingering:
            self.recv(LARGEST_READ)
        else:
            super().handle_read()

    def handle_close(self) -> None:
        """Close, or, with a client that is still sending, end what we say and hear it out."""
        if self.refused and self.connected and self.will_close and not self.lingering:
            self.lingering, self.will_close = True, False
            self.waiting_since = time.monotonic()
            self.socket.shutdown(socket.SHUT_WR)
        else:
            self.evict()

    def evict(self) -> None:
        """Close now, whatever is under way."""
        if self.request is not None:
            self.request.close()
        super().handle_close()

    def overdue(self, now: float) -> bool:
        """Whether it was heard out for long enough."""
        return self.lingering and now - self.waiting_since > LINGER
