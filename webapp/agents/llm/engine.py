"""The llm engine: a model proposes an answer, within bounds of time, requests and tokens.

The rules that must hold whatever a model says (nothing to answer, STOP, a wish for a person, the owner's
handoff words, anger) are the playbook's, and come before it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from webapp.agents.base import Conversation, Decision, EngineFault, Usage
from webapp.agents.llm import client, faults, prompt, proposal, sentences
from webapp.agents.llm.access import ModelAccess
from webapp.agents.llm.answer import Answer, shape
from webapp.agents.playbook import stopping
from webapp.agents.playbook.talk import Talk
from webapp.agents.seen import as_seen

MOST_REQUESTS = 2
"""One try and one retry, whichever way the first one failed."""
LEAST_SECONDS = 2.0
"""That must be left for another try to be worth its price."""
LEAST_KEY = 6
"""Characters; a shorter one may stand in any text."""
PAUSE = 0.3
"""Seconds before the other try, where the server does not say."""
_BEFORE: tuple[Callable[[Talk], Decision | None], ...] = (
    stopping.nothing_to_answer,
    stopping.opts_out,
    stopping.asks_for_person,
    stopping.is_upset,
)


class Llm:
    """An Engine. Each decision is made in an event loop of its own."""

    def __init__(self, model: ModelAccess) -> None:
        self._model = model

    def decide(self, conversation: Conversation) -> Decision:
        """The model's proposal, with what it cost. Raises EngineFault with its own sentence and its usage."""
        talk = Talk(conversation)
        if early := next(filter(None, (rule(talk) for rule in _BEFORE)), None):
            return early
        question = client.Question(
            self._model, shape(conversation.agent),
            prompt.instructions(conversation), prompt.data(conversation),
        )  # fmt: skip
        answer = _in_a_loop_of_its_own(self._answer(question))
        if self._gives_away_key(answer):
            raise EngineFault(sentences.GIVES_AWAY, usage=_usage(question))
        decision = replace(proposal.decision(answer, conversation), usage=_usage(question))
        if _is_nothing(decision):
            raise EngineFault(sentences.EMPTY, retriable=True, usage=decision.usage)
        return decision

    async def _answer(self, question: client.Question) -> Answer:
        ends = time.monotonic() + self._model.seconds
        while True:
            left = MOST_REQUESTS - question.requests
            try:
                return await question.ask(left, ends - time.monotonic())
            except client.FAULTS as error:
                fault = faults.fault_of(error, self._model, question.messages)
                pause = max(PAUSE, faults.retry_after(error))
            again = fault.retriable and question.requests < MOST_REQUESTS
            if not again or ends - time.monotonic() < pause + LEAST_SECONDS:
                # Without its cause: that one's text may hold what the contact wrote.
                raise EngineFault(fault.sentence, fault.retriable, _usage(question)) from None
            await asyncio.sleep(pause)

    def _gives_away_key(self, answer: Answer) -> bool:
        """A server is told its key with each request; what it says must not carry it further."""
        key = self._model.key.casefold()
        said = "".join(as_seen(answer.model_dump_json()).split()).casefold()
        return len(key) >= LEAST_KEY and key in said


def _in_a_loop_of_its_own(answer: Coroutine[Any, Any, Answer]) -> Answer:
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


def _usage(question: client.Question) -> Usage:
    counted = question.usage
    return question.access.usage(question.requests, counted.input_tokens, counted.output_tokens)


def _is_nothing(decision: Decision) -> bool:
    """Neither an answer, nor a reason for none."""
    return not (decision.say or decision.handoff or decision.opt_out or decision.end or decision.runs)
