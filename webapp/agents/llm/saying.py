"""The words of a model, before they are an answer: what is no text is taken off, what no one said refused.

A price, money back and another script are what a contact would hold the team to, or could not read. Links,
phones, addresses and the owner's instructions are looked for in `outgoing`, as in any engine's answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from webapp.agents import outgoing
from webapp.agents.base import Conversation, Who
from webapp.agents.llm import prompt
from webapp.agents.words import folded

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.I | re.S)
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HEADING = re.compile(r"^#{1,6}\s+", re.M)
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows."""
_DATA = re.compile(r"\s*(?:```|[{\[]\s*[\"'{\[])")
_AMOUNT = re.compile(
    r"(?:[$€£]|\b(?:EUR|USD|GBP|BRL)\b)\s?(\d[\d.,]*)"
    r"|(\d[\d.,]*)\s?(?:[$€£]|\b(?:EUR|USD|GBP|BRL|euros?|dollars?|d[oó]lares|pounds?|reais)\b)",
    re.I,
)
_MONEY_BACK = re.compile(
    r"\b(?:refund\w*|reimburs\w*|money back|reembols\w*|rembours\w*|erstatt\w*|ruckerstatt\w*|geld zuruck"
    r"|dinheiro de volta|estorn\w*)\b"
)
_LATIN = frozenset("en es fr de pt it nl".split())
_MOST_FOREIGN = 0.3
"""Of its letters, that may be of another script: a name may."""


def clean(say: str) -> str:
    """Without what the model thought, marks of formatting and of direction; "" for what is data."""
    text = _TURNED.sub("", _THOUGHT.sub("", say)).strip()
    if _DATA.match(text):
        return ""
    return _HEADING.sub("", _BOLD.sub(r"\2", text))


def fault(say: str, conversation: Conversation) -> str:
    """Why these words must not be said, in a sentence; "" when they may."""
    if outgoing.gives_away(say, prompt.RULES):
        return "The answer repeated the rules that the model is given."
    if _is_foreign(say, conversation):
        return "The answer was in a script that this agent does not write."
    ours = "\n".join(_ours(conversation))
    promises = _MONEY_BACK.search(folded(say)) is not None
    if promises and not _MONEY_BACK.search(folded(ours)):
        return "The answer spoke of money back, of which the agent knows nothing."
    known = set(_amounts(ours)) | (set() if promises else set(_amounts(_theirs(conversation))))
    unknown = next((one for one in _amounts(say) if one not in known), None)
    return (
        f"The answer named an amount that is nowhere in what the agent knows: {unknown}." if unknown else ""
    )


def _is_foreign(say: str, conversation: Conversation) -> bool:
    letters = [sign for sign in say if sign.isalpha()]
    if not letters or not _LATIN.issuperset(conversation.agent.languages):
        return False
    foreign = sum(not unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
    return foreign > _MOST_FOREIGN * len(letters)


def _amounts(text: str) -> Iterator[str]:
    return (_number(found[1] or found[2]) for found in _AMOUNT.finditer(text))


def _numbers(text: str) -> set[str]:
    """Every one: "a check-up costs 80 dollars, a cleaning 95"."""
    return {_number(found) for found in re.findall(r"\d[\d.,]*", text)}


def _number(written: str) -> str:
    """Without what parts thousands, and without cents of zero."""
    digits = re.sub(r"[.,]0?0?$", "", written.rstrip(".,"))
    return re.sub(r"[.,](?=\d{3}\b)", "", digits).replace(",", ".")


def _ours(conversation: Conversation) -> Iterator[str]:
    """What the agent's owner, its team and their list say."""
    agent, outreach = conversation.agent, conversation.outreach
    yield from (agent.instructions, agent.goal, outreach.message, outreach.context)
    yield from outreach.row.values()
    yield from conversation.contact.attributes.values()
    yield from (turn.text for turn in conversation.turns if turn.who is Who.STAFF)
    yield from (f"{hit.knowledge.title}\n{hit.knowledge.text}" for hit in agent.knowledge)
    for task in agent.tasks:
        yield from (task.when, task.done, *task.done_in.values())
        yield from (choice for field in task.fields for choice in (field.question, *field.choices))
    for entry in agent.playbook:
        yield from (entry.answer, *entry.answers.values())


def _theirs(conversation: Conversation) -> str:
    opened = conversation.memory.task
    said = (turn.text for turn in conversation.turns if turn.who is Who.CONTACT)
    return "\n".join((*said, *(opened.fields.values() if opened else ())))
