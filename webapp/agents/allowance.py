"""What the answer to one conversation may hold, as the outgoing filter wants to know it."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.agents.base import Conversation, Decision, Who
from webapp.agents.outgoing import Limits
from webapp.rules.fields.field_sentences import LANGUAGES, Fault, sentence


def limits(conversation: Conversation, decision: Decision, segments: int = 1) -> Limits:
    """The agent's links and instructions, and the phones and addresses that this contact may be told.

    A question must not lose its end: a decision that waits for an answer is refused when too long, not cut.
    """
    agent, memory = conversation.agent, decision.memory
    return Limits(
        links=agent.links,
        instructions=agent.instructions,
        own=tuple(text for text in (*_own(conversation), *_read_back(decision)) if text),
        segments=segments,
        signature=agent.signature,
        whole=decision.confirm or memory.task is not None or bool(memory.offered),
    )


def _read_back(decision: Decision) -> Iterator[str]:
    """The values of a task in our own words for it: what the contact has given, as an engine took it."""
    if decision.confirm or decision.runs:
        yield from decision.fields.values()


def _own(conversation: Conversation) -> Iterator[str]:
    """What is this contact's or was written to be sent: not instructions, nor what an agent said."""
    contact, outreach, agent = conversation.contact, conversation.outreach, conversation.agent
    yield from (sentence(Fault.EMAIL, language) for language in LANGUAGES)
    yield contact.phone
    yield from contact.attributes.values()
    yield from outreach.row.values()
    yield from (outreach.message, outreach.context, agent.signature)
    yield from (turn.text for turn in conversation.turns if turn.who is not Who.AGENT)
    yield from (hit.knowledge.text for hit in agent.knowledge)
    for task in agent.tasks:
        yield from (task.done, *task.done_in.values())
        for field in task.fields:
            yield from (field.question, *field.questions.values())
    for entry in agent.playbook:
        yield from (entry.answer, *entry.answers.values())
