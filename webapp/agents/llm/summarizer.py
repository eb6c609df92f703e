"""A summary by a model: asked for once, and taken only when it fits and says nothing that was not said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from webapp.agents import grounded
from webapp.agents.base import EngineFault, Usage
from webapp.agents.cards import mask_cards
from webapp.agents.llm import asking, client, sentences, summary_prompt
from webapp.agents.llm.access import ModelAccess
from webapp.agents.llm.summary_prompt import SummaryAnswer
from webapp.agents.summary import Summary
from webapp.agents.summary_input import SummaryInput

LINES = 3


@dataclass(frozen=True, slots=True)
class Written:
    """`usage`: what it cost."""

    summary: Summary
    usage: Usage


def summarize(access: ModelAccess, asked: SummaryInput) -> Written:
    """Waits for the network. Raises EngineFault, with what it cost all the same."""
    question = client.Question(
        access, SummaryAnswer, summary_prompt.instructions(asked), summary_prompt.data(asked),
        summary_prompt.PURPOSE,
    )  # fmt: skip
    answer = cast(SummaryAnswer, asking.ask(question))
    usage = asking.usage(question)
    title, lines = _line(answer.title), [line for line in map(_line, answer.lines) if line]
    if not title or len(lines) != LINES:
        raise EngineFault(sentences.NONSENSE, usage=usage)
    if len(title) > summary_prompt.LONGEST_TITLE or max(map(len, lines)) > summary_prompt.LONGEST_LINE:
        raise EngineFault(sentences.TOO_LONG, usage=usage)
    if found := grounded.unsaid("\n".join((title, *lines)), asked.said()):
        raise EngineFault(sentences.unsaid(found), usage=usage)
    return Written(Summary(title, (lines[0], lines[1], lines[2])), usage)


def _line(text: str) -> str:
    """One line, without what cannot be seen, and without a list's sign before it."""
    line = " ".join(mask_cards(text).split())
    return "".join(sign for sign in line if sign.isprintable()).lstrip("-•* ").strip()
