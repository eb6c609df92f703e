"""The llm engine: a model proposes an answer, within bounds of time, requests and tokens.

The rules that must hold whatever a model says (nothing to answer, STOP, a wish for a person, the owner's
handoff words, anger) are the playbook's, and come before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from webapp.agents import phrases
from webapp.agents.base import Conversation, Decision, EngineFault
from webapp.agents.llm import asking, client, prompt, proposal, sentences
from webapp.agents.llm.access import ModelAccess
from webapp.agents.llm.answer import Answer, shape
from webapp.agents.playbook import stopping
from webapp.agents.playbook.talk import Talk

_BEFORE: tuple[Callable[[Talk], Decision | None], ...] = (
    stopping.nothing_to_answer,
    stopping.opts_out,
    stopping.is_emergency,
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
        answer = cast(Answer, asking.ask(question))
        decision = replace(proposal.decision(answer, conversation), usage=asking.usage(question))
        if _is_nothing(decision) and not all(map(phrases.is_small_talk, talk.texts)):
            raise EngineFault(sentences.EMPTY, retriable=True, usage=decision.usage)
        return decision


def _is_nothing(decision: Decision) -> bool:
    """Neither an answer, nor a reason for none."""
    return not (decision.say or decision.handoff or decision.opt_out or decision.end or decision.runs)
