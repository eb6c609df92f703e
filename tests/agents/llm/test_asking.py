"""What holds for every question to a model: a try and a retry, within its time."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import BaseModel

from tests.agents.llm.people import KEY, access
from tests.simulator.model.server import ModelServer
from webapp.agents.base import EngineFault
from webapp.agents.llm import asking, sentences
from webapp.agents.llm.client import Question


class Colors(BaseModel):
    """Any shape may be asked for."""

    first: str
    many: int


def question(model: ModelServer, **changes: float) -> Question:
    return Question(access(model, **changes), Colors, "Name a color.", "{}")


def test_the_answer_has_the_shape_and_a_price(model: ModelServer) -> None:
    asked = question(model)
    assert asking.ask(asked) == Colors(first="ok", many=1)
    assert asking.usage(asked).requests == 1
    assert asking.usage(asked).tokens_in > 0


def test_it_may_be_asked_from_within_a_loop(model: ModelServer) -> None:
    async def asks() -> BaseModel:
        return asking.ask(question(model))

    with ThreadPoolExecutor(1) as elsewhere:  # tests in a browser leave a loop running in this thread
        answer = elsewhere.submit(asyncio.run, asks()).result()
    assert answer == Colors(first="ok", many=1)


@pytest.mark.long
def test_time_and_requests_are_bounded(model: ModelServer) -> None:
    model.mood("slow", seconds=60)
    began = time.monotonic()
    with pytest.raises(EngineFault) as raised:
        asking.ask(question(model, seconds=4.0, request_seconds=1.5))
    assert time.monotonic() - began < 6
    assert raised.value.usage.requests == len(model.requests()) == asking.MOST_REQUESTS


def test_an_answer_with_the_key_is_thrown_away(model: ModelServer) -> None:
    model.mood("given", output={"first": f"It is {KEY}", "many": 1})
    with pytest.raises(EngineFault) as raised:
        asking.ask(question(model))
    assert raised.value.sentence == sentences.GIVES_AWAY
    assert raised.value.usage.requests == 1
