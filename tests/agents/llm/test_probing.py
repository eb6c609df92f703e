"""Testing a connection finds the output mode, and each failure has its sentence."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace

import pytest

from tests.agents.llm.people import KEY, access, conversation
from tests.simulator.model.server import MODEL, ModelServer
from webapp.agents.llm import sentences
from webapp.agents.llm.access import ModelAccess, OutputMode
from webapp.agents.llm.engine import Llm
from webapp.agents.llm.probing import Found, probe


@pytest.mark.parametrize(
    ("mood", "mode", "said"),
    [
        ("normal", OutputMode.NATIVE, "keeps to a JSON schema"),
        ("no_json_schema", OutputMode.TOOL, "keeps to the form of a tool"),
        ("text_only", OutputMode.PROMPTED, "has to be asked for the form in words"),
    ],
)
def test_the_surest_mode_is_found_and_the_engine_works_with_it(
    model: ModelServer, mood: str, mode: OutputMode, said: str
) -> None:
    model.mood(mood)
    found = probe(access(model))
    assert found.mode is mode
    assert found.sentence.startswith(f"“{MODEL}” answered in ")
    assert said in found.sentence
    assert len(model.requests()) == list(OutputMode).index(mode) + 1
    assert Llm(access(model, mode)).decide(conversation("Where can I park?")).knowledge_ids == (7,)


@pytest.mark.parametrize(
    ("mood", "sentence", "requests"),
    [
        ("wrong_key", sentences.KEY, 1), ("no_credit", sentences.NO_CREDIT, 1), ("busy", sentences.BUSY, 1),
        ("redirect", sentences.REDIRECTED, 1), ("endless", sentences.TOO_LONG, 1),
        ("reset", sentences.RESET, 1),
        ("error_500", sentences.failed(500), 3), ("empty", sentences.EMPTY, 3), ("prose", sentences.PROSE, 3),
        ("web_page", sentences.NO_ANSWER, 3), ("no_choices", sentences.NO_ANSWER, 3),
        ("cut_json", sentences.CUT, 3), ("nonsense", sentences.NONSENSE, 3),
    ],
)  # fmt: skip
def test_each_failure_has_its_sentence(model: ModelServer, mood: str, sentence: str, requests: int) -> None:
    model.mood(mood)
    assert probe(access(model)) == Found(None, sentence)
    assert len(model.requests()) == requests


def test_a_slow_model(model: ModelServer) -> None:
    model.mood("slow", seconds=60)
    assert probe(access(model, request_seconds=0.5)) == Found(None, sentences.too_slow(0.5))


def test_a_model_or_server_that_does_not_exist(model: ModelServer) -> None:
    assert probe(replace(access(model), model="gpt-99")) == Found(None, sentences.not_known("gpt-99"))
    assert probe(ModelAccess("http://127.0.0.1:9/v1", "any")) == Found(None, sentences.UNREACHABLE)
    assert probe(ModelAccess("http://no-such-host.invalid/v1", "any")).sentence == sentences.UNREACHABLE
    assert probe(ModelAccess(f"{model.url}/elsewhere", MODEL)).sentence == sentences.not_known(MODEL)


@pytest.mark.parametrize("base_url", ["http://[::1", "http://", "nonsense", f"http://{'x' * 64}.example/v1"])
def test_an_address_that_cannot_be_called(base_url: str) -> None:
    assert probe(ModelAccess(base_url, "any")).mode is None


def test_something_that_speaks_no_http() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            for _ in range(3):
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(100)
                    connection.sendall(b"220 mail.example ESMTP\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        found = probe(ModelAccess(f"http://127.0.0.1:{server.getsockname()[1]}/v1", "any", request_seconds=2))
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert found.mode is None
    assert found.sentence in (sentences.RESET, sentences.UNREACHABLE)


def test_the_key_is_sent_and_not_told() -> None:
    server = ModelServer(key=KEY)
    try:
        reached = access(server)
        assert probe(reached).mode is OutputMode.NATIVE
        assert probe(replace(reached, key="another")) == Found(None, sentences.KEY)
        assert probe(replace(reached, key="")) == Found(None, sentences.KEY)
        assert KEY not in repr(reached)
    finally:
        server.stop()
