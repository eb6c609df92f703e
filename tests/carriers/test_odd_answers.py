"""Answers that no documentation has: a message that was taken is never offered again, and nothing raises."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from werkzeug import Request, Response
from werkzeug.serving import make_server

from webapp.carriers.base import CarrierError, Sms
from webapp.carriers.vonage.client import VonageCarrier
from webapp.config import VonageSettings

SMS = Sms(to="+12025550123", sender="+12025550100", text="Hello", ref="ref-1")
Say = Callable[[int, bytes], None]


@pytest.fixture
def answers(private_key: str) -> Iterator[Callable[[int, bytes], VonageCarrier]]:
    """A carrier whose server answers with a status and a body."""
    with serving() as (host, say):
        made = VonageCarrier(VonageSettings("a", private_key, "k", "s" * 32, host=host, scheme="http"))

        def answering(status: int, body: bytes) -> VonageCarrier:
            say(status, body)
            return made

        yield answering
        made.close()


@contextmanager
def serving() -> Iterator[tuple[str, Say]]:
    said: list[tuple[int, bytes]] = []

    @Request.application
    def answer(request: Request) -> Response:
        request.get_data()
        return Response(said[-1][1], said[-1][0], mimetype="application/json")

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"127.0.0.1:{server.server_port}", lambda status, body: said.append((status, body))
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("uuid", "kept"),
    [
        ("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"),
        ("x" * 64, "x" * 64),
        ("x" * 65, ""),
        ("", ""),
        (" ", ""),
        ("a\x00b", ""),
        ("\ud800", ""),
        (7, ""),
        (None, ""),
        (["a"], ""),
        ({"a": 1}, ""),
        (True, ""),
    ],
    ids=repr,
)
def test_what_was_taken_was_taken_whatever_it_is_called(
    answers: Callable[[int, bytes], VonageCarrier], uuid: object, kept: str
) -> None:
    assert answers(202, json.dumps({"message_uuid": uuid}).encode()).send(SMS) == kept


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"7", b"null", b"<html>", b'{"uuid": "a"}'])
def test_what_does_not_speak_of_a_message_is_unknown(
    answers: Callable[[int, bytes], VonageCarrier], body: bytes
) -> None:
    with pytest.raises(CarrierError) as caught:
        answers(202, body).send(SMS)
    assert caught.value.unknown


@pytest.mark.parametrize("status", [400, 401, 402, 422, 429, 500])
@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"title": "\x00", "detail": "\ud800\x00" + "d" * 5000}).encode(),
        json.dumps({"detail": "d", "invalid_parameters": "all of them"}).encode(),
        json.dumps(
            {"detail": "d", "invalid_parameters": [{"name": "\x00", "reason": "r" * 9000}] * 99}
        ).encode(),
        json.dumps({"type": 7, "title": ["1240"], "detail": {"a": None}}).encode(),
        b'{"detail": ' + b"[" * 5000,
    ],
    ids=lambda body: repr(body[:25]),
)
def test_a_refusal_is_said_in_words_that_can_be_kept(
    answers: Callable[[int, bytes], VonageCarrier], status: int, body: bytes
) -> None:
    with pytest.raises(CarrierError) as caught:
        answers(status, body).send(SMS)
    said = caught.value.sentence + caught.value.code
    assert "\x00" not in said
    assert len(said.encode()) < 2000
