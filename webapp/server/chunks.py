"""A request body in chunks (RFC 9112 §7.1), read strictly: all readers must see the same lines."""

from __future__ import annotations

import re
from typing import Any

from waitress.utilities import BadRequest

LONGEST_LINE = 4096
"""Bytes of a chunk's size with its extensions, or of one trailer."""
SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[\t \x21-\x7e\x80-\xff]*)?")
TRAILER = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t \x21-\x7e\x80-\xff]*")


class ChunkedBody:
    """Takes the place of waitress's ChunkedReceiver, which lets a bare LF end a chunk's size."""

    def __init__(self, buffer: Any) -> None:
        self.completed = False
        self.error: BadRequest | None = None
        self._buffer = buffer
        self._line = b""
        self._remain = 0
        self._expects = self._size

    def __len__(self) -> int:
        return len(self._buffer)

    @property
    def announced(self) -> int:
        """Bytes that are here, and those that the present chunk says are to come."""
        return len(self) + self._remain

    def received(self, data: bytes) -> int:
        """Take what belongs to the body. Answers how many bytes that were."""
        whole, known = self._line + data, len(self._line)
        self._line = b""
        at = 0
        while at < len(whole) and not self.completed and not self.error:
            at = self._data(whole, at) if self._remain else self._control(whole, at)
        return at - known

    def getfile(self) -> Any:
        """The whole body, as a file."""
        return self._buffer.getfile()

    def getbuf(self) -> Any:
        """Where the body is kept."""
        return self._buffer

    def _data(self, whole: bytes, at: int) -> int:
        part = whole[at : at + self._remain]
        self._buffer.append(part)
        self._remain -= len(part)
        return at + len(part)

    def _control(self, whole: bytes, at: int) -> int:
        end = whole.find(b"\r\n", at)
        line = whole[at : end if end >= 0 else None]
        if len(line) > LONGEST_LINE:
            self.error = BadRequest("A line between chunks is too long")
        elif end >= 0:
            self._expects(line)
        else:
            self._line = line
        return end + 2 if end >= 0 else len(whole)

    def _size(self, line: bytes) -> None:
        size = SIZE.fullmatch(line)
        if not size:
            self.error = BadRequest("Invalid chunk size")
            return
        self._remain = int(size[1], 16)
        self._expects = self._end if self._remain else self._trailer

    def _end(self, line: bytes) -> None:
        if line:
            self.error = BadRequest("Chunk not properly terminated")
        self._expects = self._size

    def _trailer(self, line: bytes) -> None:
        self.completed = not line
        if line and not TRAILER.fullmatch(line):
            self.error = BadRequest("Invalid trailer")
