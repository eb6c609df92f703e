"""One request as it comes in: read strictly, and its body only as far as its path may have one."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError

from webapp.server.chunks import ChunkedBody

log = logging.getLogger(__name__)

SMALL = 64 * 1024
"""Bytes that every path may get: no one is asked about a body as small as that."""
LARGEST = 1024 * 1024
"""Where the application does not say."""

Limit = Callable[[str, str, str], int]
"""Method, path and cookies of a request: the bytes that its body may have."""

MOST_FRAMING = 8
"""Bytes of chunks with their sizes, to one of the body: a body of one-byte chunks has six."""
MOST_DIGITS = 18
"""Of a Content-Length; Python takes no number of thousands of digits."""

ONCE = (b"host", b"content-length", b"transfer-encoding")
HOST = re.compile(rb"[A-Za-z0-9._~!$&'()*+;=%:\[\]\-]*")


def one_megabyte(_method: str, _path: str, _cookies: str) -> int:
    """The limit of an application that does not say."""
    return LARGEST


class Request(HTTPRequestParser):  # type: ignore[misc]
    """waitress's parser, without what it forgives: two readers must never see different requests.

    `refused`: the rest of the body is not read. The application gets the head, which says how large the body
    is, and answers 413 in its own words; then the connection is closed. `no_room`: the same, because there is
    none for the body.
    """

    refused = completed = no_room = False
    command = path = ""
    body_rcv: Any = None

    def __init__(self, adjustments: Any, limit: Limit) -> None:
        super().__init__(adjustments)
        self._ask = limit
        self._limit = SMALL

    @property
    def spooled(self) -> int:
        """Bytes of the body that are here."""
        return 0 if self.body_rcv is None else len(self.body_rcv)

    def received(self, data: bytes) -> int:
        """Take what belongs to this request. Answers how many bytes that were."""
        try:
            consumed = int(super().received(data))
        except OSError as error:  # a long body lies in a temporary file
            log.error("a request is refused: its body cannot be kept (%s)", error.strerror)
            self.no_room, consumed = True, len(data)
            self._refuse()
        if self.body_rcv is not None and not self.error and self._too_large():
            self._refuse()
        if self.completed and (self.refused or self.error):
            self.refused = True
            consumed = len(data)  # whatever follows belongs to no one
        if self.completed:
            self.expect_continue = False
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError, which is answered with 400."""
        _check(header_plus)
        super().parse_header(header_plus)
        if self.chunked:
            self.body_rcv = ChunkedBody(self.body_rcv.getbuf())

    def _size(self) -> int:
        """What is known of it so far. A chunk that is too large is refused before it comes."""
        body = self.body_rcv
        spooled = body.announced if isinstance(body, ChunkedBody) else self.spooled
        return max(int(self.content_length), spooled, int(self.body_bytes_received) // MOST_FRAMING)

    def _too_large(self) -> bool:
        if self._size() > self._limit == SMALL:
            self._limit = max(SMALL, self._ask(self.command, self.path, self.headers.get("COOKIE", "")))
        return self._size() > self._limit

    def _refuse(self) -> None:
        self.headers |= {"CONTENT_LENGTH": str(self._size()), "CONNECTION": "close"}
        with suppress(OSError):  # what could not be written cannot be written now, either
            self.close()
        self.body_rcv = None
        self.completed = self.refused = True


def _check(head: bytes) -> None:
    """What RFC 9112 tells a server to refuse (§3.2, §5.2, §6.1), and waitress does not."""
    first, *lines = head.split(b"\r\n")
    version = first[-9:]
    if version not in (b" HTTP/1.1", b" HTTP/1.0"):
        raise ParsingError("Only HTTP/1.1 and HTTP/1.0 are spoken here")
    if any(line.startswith((b" ", b"\t")) for line in lines):
        raise ParsingError("A header goes on in the next line")
    fields = [line.partition(b":") for line in lines]
    names = [name.lower() for name, _, _ in fields]
    if any(names.count(name) > 1 for name in ONCE):
        raise ParsingError("Host, Content-Length and Transfer-Encoding may stand there once")
    values = {name.lower(): value.strip(b" \t") for name, _, value in fields}
    if (version == b" HTTP/1.1" and b"host" not in values) or not HOST.fullmatch(values.get(b"host", b"")):
        raise ParsingError("The Host is missing or none")
    if len(values.get(b"content-length", b"")) > MOST_DIGITS:
        raise ParsingError("Content-Length is too long")
    if b"transfer-encoding" in values:
        _check_encoding(values, version)


def _check_encoding(values: dict[bytes, bytes], version: bytes) -> None:
    if b"content-length" in values or version != b" HTTP/1.1":
        raise ParsingError("The length of the body is said twice, or in a way that HTTP/1.0 does not know")
    if b"," in values[b"transfer-encoding"] or not values[b"transfer-encoding"]:
        raise ParsingError("Transfer-Encoding may be chunked, once")


NO_BOUND = sys.maxsize
"""For waitress's own bound on bodies: ours depends on the path."""
