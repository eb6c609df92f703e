"""The control API and the wire of a simulated model, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.simulator.model.server import MODEL, ModelServer
from webapp.simulator.model.moods import KINDS


def ask(server: ModelServer, text: str = "Hi", **changed: Any) -> requests.Response:
    body = {"model": MODEL, "messages": [{"role": "user", "content": text}], **changed}
    return server.session.post(f"{server.base_url}/chat/completions", json=body, timeout=5)


def test_it_says_which_model_it_has(model: ModelServer) -> None:
    assert model.session.get(f"{model.base_url}/models", timeout=5).json()["data"][0]["id"] == MODEL
    assert model.call("GET", "/health")["model"] == MODEL


def test_an_answer_has_the_shape_of_openais(model: ModelServer) -> None:
    answer = ask(model).json()
    assert answer["object"] == "chat.completion"
    assert answer["choices"][0]["message"]["role"] == "assistant"
    assert answer["choices"][0]["finish_reason"] == "stop"
    used = answer["usage"]
    assert used["total_tokens"] == used["prompt_tokens"] + used["completion_tokens"] > 1


def test_it_keeps_what_it_was_asked(model: ModelServer) -> None:
    for text in ("One", "Two", "Three"):
        ask(model, text)
    first = model.call("GET", "/requests", params={"limit": 2})
    assert [row["body"]["messages"][0]["content"] for row in first["requests"]] == ["One", "Two"]
    assert (first["next"], first["more"]) == (2, True)
    rest = model.call("GET", "/requests", params={"since": 2})
    assert [(row["seq"], row["status"], row["mood"]) for row in rest["requests"]] == [(3, 200, "normal")]
    model.reset()
    assert model.requests() == []


def test_a_mood_that_is_counted_runs_out(model: ModelServer) -> None:
    model.mood("error_500", count=2)
    assert [ask(model).status_code for _ in range(3)] == [500, 500, 200]
    assert [row["mood"] for row in model.requests()] == ["error_500", "error_500", "normal"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"model": "gpt-99"}, 404),
        ({"messages": "Hi"}, 400),
        ({"messages": None}, 400),
        ({"messages": []}, 200),
    ],
)
def test_what_is_asked_wrongly(model: ModelServer, asked: dict[str, Any], status: int) -> None:
    answer = ask(model, **asked)
    assert answer.status_code == status
    assert ("error" in answer.json()) == (status != 200)


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"mood": "grumpy"}, {"mood": "slow", "seconds": -1}, {"mood": "slow", "seconds": "long"},
        {"mood": "empty", "seconds": 1}, {"mood": "empty", "count": 0}, {"mood": "empty", "count": True},
        {"mood": "given"}, {"mood": "empty", "output": "x"}, {"mood": "empty", "colour": "red"},
        {"mood": "given", "output": "x" * 300_000},
    ],
    ids=str,
)  # fmt: skip
def test_a_mood_that_makes_no_sense(model: ModelServer, asked: dict[str, Any]) -> None:
    answer = model.session.post(f"{model.url}/control/mood", json=asked, timeout=5)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert model.call("GET", "/mood")["name"] == "normal"


def test_a_key_is_asked_for_where_there_is_one() -> None:
    server = ModelServer(key="sk-1")
    try:
        assert ask(server).status_code == 401
        server.session.headers["Authorization"] = "Bearer sk-1"
        assert ask(server).status_code == 200
    finally:
        server.stop()


def test_other_sites_pages_are_kept_out(model: ModelServer) -> None:
    url = f"{model.url}/control/reset"
    assert requests.post(url, headers={"Origin": "http://evil.example"}, timeout=5).status_code == 403
    assert requests.post(url, headers={"Host": "evil.example"}, timeout=5).status_code == 403


def test_each_mood_is_described() -> None:
    assert all(kind.does.endswith(".") for kind in KINDS.values())
