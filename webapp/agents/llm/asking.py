"""Asking a model one question: a try and a retry, within bounds of time and requests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pydantic import BaseModel

from webapp.agents.base import EngineFault, Usage
from webapp.agents.llm import client, faults, sentences
from webapp.agents.seen import as_seen

MOST_REQUESTS = 2
"""One try and one retry, whichever way the first one failed."""
LEAST_SECONDS = 2.0
"""That must be left for another try to be worth its price."""
LEAST_KEY = 6
"""Characters; a shorter one may stand in any text."""
PAUSE = 0.3
"""Seconds before the other try, where the server does not say."""


def ask(question: client.Question) -> BaseModel:
    """The answer, of the question's shape. Raises EngineFault with its own sentence and what it cost.

    In an event loop of its own.
    """
    answer = _in_a_loop_of_its_own(_answer(question))
    if _gives_away_key(answer, question.access.key):
        raise EngineFault(sentences.GIVES_AWAY, usage=usage(question))
    return answer


def usage(question: client.Question) -> Usage:
    """What it has cost so far."""
    counted = question.usage
    return question.access.usage(question.requests, counted.input_tokens, counted.output_tokens)


async def _answer(question: client.Question) -> BaseModel:
    ends = time.monotonic() + question.access.seconds
    while True:
        left = MOST_REQUESTS - question.requests
        try:
            return await question.ask(left, ends - time.monotonic())
        except client.FAULTS as error:
            fault = faults.fault_of(error, question.access, question.messages)
            pause = max(PAUSE, faults.retry_after(error))
        again = fault.retriable and question.requests < MOST_REQUESTS
        if not again or ends - time.monotonic() < pause + LEAST_SECONDS:
            # Without its cause: that one's text may hold what the contact wrote.
            raise EngineFault(fault.sentence, fault.retriable, usage(question)) from None
        await asyncio.sleep(pause)


def _gives_away_key(answer: BaseModel, key: str) -> bool:
    """A server is told its key with each request; what it says must not carry it further."""
    secret = key.casefold()
    said = "".join(as_seen(answer.model_dump_json()).split()).casefold()
    return len(secret) >= LEAST_KEY and secret in said


def _in_a_loop_of_its_own(answer: Coroutine[Any, Any, BaseModel]) -> BaseModel:
    """In a thread of its own where the caller's runs a loop already."""
    if not _runs_loop():
        return asyncio.run(answer)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answer).result()


def _runs_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
