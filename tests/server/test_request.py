"""What a request is, and what is none: the same bytes mean the same, in whatever pieces they come."""

from __future__ import annotations

import tempfile

import hypothesis.strategies as st
import pytest
from hypothesis import given
from waitress.adjustments import Adjustments

from webapp.server.channel import LARGEST_READ
from webapp.server.gathering import LARGEST_HEAD
from webapp.server.request import NO_BOUND, Request

ADJUSTMENTS = Adjustments(max_request_body_size=NO_BOUND, max_request_header_size=LARGEST_HEAD)
LIMIT = 200_000
POST = b"POST /a HTTP/1.1\r\nHost: a\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


def parsed(*pieces: bytes, limit: int = LIMIT) -> Request:
    """What one request has made of these, until it was whole."""
    request = Request(ADJUSTMENTS, lambda _method, _path, _cookies: limit)
    reads = [piece[at : at + LARGEST_READ] for piece in pieces for at in range(0, len(piece), LARGEST_READ)]
    for rest in reads:
        while rest and not request.completed:
            rest = rest[request.received(rest) :]
    return request


def body(request: Request) -> bytes:
    whole: bytes = request.get_body_stream().read()
    return whole


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b""),
        (b"GET / HTTP/1.0\r\n\r\n", b""),
        (b"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", b""),
        (b"GET / HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n", b""),
        (b"GET http://a.example/ HTTP/1.1\r\nHost: a.example:80\r\n\r\n", b""),
        (b"GET / HTTP/1.1\r\nHost:\r\n\r\n", b""),
        (POST + b"Content-Length: 3\r\n\r\nabc", b"abc"),
        (CHUNKED + b"3\r\nabc\r\n0\r\n\r\n", b"abc"),
        (CHUNKED + b"3;name=value\r\nabc\r\nA \r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n", b"abc0123456789"),
        (POST + b"Transfer-Encoding: Chunked\r\n\r\n000\r\n\r\n", b""),
        (POST + b"Transfer_Encoding: chunked\r\nContent-Length: 1\r\n\r\na", b"a"),
    ],
)
def test_a_request_is_understood(sent: bytes, expected: bytes) -> None:
    request = parsed(sent)
    assert (request.completed, request.error, body(request)) == (True, None, expected)


@pytest.mark.parametrize(
    "sent",
    [
        POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
        POST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        POST + b"Content-Length: 3, 3\r\n\r\nabc",
        POST + b"Content-Length: +3\r\n\r\nabc",
        POST + b"Content-Length: -3\r\n\r\nabc",
        POST + b"Content-Length: 0x3\r\n\r\nabc",
        POST + b"Content-Length: 3_0\r\n\r\nabc",
        POST + b"Content-Length: \xb2\r\n\r\nabc",
        POST + b"Content-Length:\r\n\r\nabc",
        POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nabc",
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding:\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x@a\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n\tb: c\r\n\r\n",
        b"GET / HTTP/1.1\r\n Host: a\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\rY: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
        b"GET /\r\nHost: a\r\n\r\n",
        b"GET / HTTP/0.9\r\nHost: a\r\n\r\n",
        b"GET / HTTP/2.0\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
        b"GET / http/1.1\r\nHost: a\r\n\r\n",
        b"get / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        CHUNKED + b"3\nabc\r\n0\r\n\r\n",
        CHUNKED + b"3\n\r\nabc\r\n0\r\n\r\n",
        CHUNKED + b"3;a\n\r\nabc\r\n0\r\n\r\n",
        CHUNKED + b"3\r\nabcd\r\n0\r\n\r\n",
        CHUNKED + b"0x3\r\nabc\r\n0\r\n\r\n",
        CHUNKED + b"-3\r\nabc\r\n0\r\n\r\n",
        CHUNKED + b"\r\n3\r\nabc\r\n0\r\n\r\n",
        CHUNKED + b"ffffffffffffffffffff\r\nabc",
        CHUNKED + b"3;" + b"x" * 10_000,
        CHUNKED + b"0\r\nno colon\r\n\r\n",
        CHUNKED + b"0\r\nX: " + b"x" * 10_000,
    ],
)
def test_what_two_readers_might_understand_differently_is_refused(sent: bytes) -> None:
    request = parsed(sent)
    assert (request.completed, request.error.code) == (True, 400)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (POST + b"Transfer-Encoding: gzip\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * LARGEST_HEAD + b"\r\n\r\n", 431),
        (b"GET /" + b"x" * LARGEST_HEAD, 431),
    ],
)
def test_what_is_too_much_is_refused(sent: bytes, code: int) -> None:
    request = parsed(sent)
    assert (request.completed, request.error.code) == (True, code)


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        (POST + f"Content-Length: {LIMIT}\r\n\r\n".encode() + b"x" * LIMIT, False),
        (POST + f"Content-Length: {LIMIT + 1}\r\n\r\n".encode(), True),
        (POST + f"Content-Length: {LIMIT + 1}\r\nExpect: 100-continue\r\n\r\n".encode(), True),
        (POST + b"Content-Length: 999999999999999999\r\n\r\n", True),
        (CHUNKED + b"1\r\nx\r\n" * 100_000, False),
        (CHUNKED + (b"1;" + b"x" * 4000 + b"\r\nx\r\n") * 1000, True),
        (CHUNKED + b"0\r\n" + b"X: y\r\n" * 500_000, True),
        (CHUNKED + b"30d40\r\n" + b"x" * LIMIT + b"\r\n0\r\n\r\n", False),
        (CHUNKED + b"fffffff\r\n" + b"x" * (LIMIT + 1), True),
        (CHUNKED + b"3\r\nabc\r\n30d41\r\n", True),
        (CHUNKED + (b"1000\r\n" + b"x" * 4096 + b"\r\n") * 50, True),
    ],
)
def test_a_body_is_taken_as_far_as_its_path_may_have_one(sent: bytes, refused: bool) -> None:
    """What is refused goes on to the application without a body, but with its length; nothing follows it."""
    request = parsed(sent)
    assert (request.completed or not refused, request.error, request.refused) == (True, None, refused)
    assert request.expect_continue is False
    if refused:
        assert int(request.headers["CONTENT_LENGTH"]) > LIMIT
        assert (body(request), request.headers["CONNECTION"]) == (b"", "close")


@pytest.mark.parametrize(
    "sent", [b"Content-Length: 60000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\nea60\r\n"]
)
def test_a_body_for_which_there_is_no_room_goes_on_without_it(
    sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ADJUSTMENTS, "inbuf_overflow", 20_000)
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    request = parsed(POST + sent + b"x" * 60_000)
    assert (request.completed, request.error, request.refused, request.no_room) == (True, None, True, True)
    assert (body(request), request.headers["CONNECTION"]) == (b"", "close")


def test_who_may_have_how_much_is_asked_for_long_bodies_only() -> None:
    asked = []
    request = Request(ADJUSTMENTS, lambda *what: asked.append(what) or 100_000)
    request.received(POST + b"Cookie: a=b\r\nContent-Length: 65536\r\n\r\n")
    assert asked == []
    request = Request(ADJUSTMENTS, lambda *what: asked.append(what) or 100_000)
    request.received(POST + b"Cookie: a=b\r\nContent-Length: 65537\r\n\r\n")
    assert (asked, request.refused) == ([("POST", "/a", "a=b")], False)


WHOLE = (
    CHUNKED + b"3;a=b\r\nabc\r\nA\r\n\r\n01234567\r\n0\r\nX: y\r\n\r\n",
    POST + b"Content-Length: 12\r\n\r\n\r\n\r\n01234567",
    CHUNKED + b"3\r\nabc\n\r\n0\r\n\r\n",
    POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
)


@given(st.sampled_from(WHOLE), st.lists(st.integers(1, 150), max_size=30))
def test_pieces_make_no_difference(sent: bytes, cuts: list[int]) -> None:
    places = sorted({cut for cut in cuts if cut < len(sent)})
    pieces = [sent[a:b] for a, b in zip([0, *places], [*places, len(sent)], strict=True)]
    one, many = parsed(sent), parsed(*pieces)
    assert (one.completed, bool(one.error), body(one)) == (many.completed, bool(many.error), body(many))


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=8), st.integers(1, 40))
def test_what_was_sent_in_chunks_arrives(chunks: list[bytes], size: int) -> None:
    sent = CHUNKED + b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\nGET"
    request = Request(ADJUSTMENTS, lambda *_: LIMIT)
    taken = 0
    while not request.completed:
        taken += request.received(sent[taken : taken + size])
    assert (request.error, body(request), sent[taken:]) == (None, b"".join(chunks), b"GET")
    assert request.headers["CONTENT_LENGTH"] == str(len(b"".join(chunks)))
