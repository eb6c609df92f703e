"""The labels that an agent puts on a contact: those of its definition, and no others."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.agents.base import Decision
from webapp.agents.definition import Agent, Label
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.services import row_locks
from webapp.services.contacts import known_facts, labels


def of(agent: Agent, decision: Decision) -> Sequence[Label]:
    """What a decision says of labels that the agent may set."""
    return [label for label in agent.labels if label.name in decision.labels]


def hold(contact: Contact) -> None:
    """Before a thread of theirs is held: contacts come first, and all their threads show it."""
    if not row_locks.one_writer():
        known_facts.lock(contact)
        row_locks.conversations([contact.phone])


def put(contact: Contact, wanted: Sequence[Label], agent: Agent, agent_id: int) -> None:
    """After `hold`. Only suggested where the agent's owner wants a person to confirm it."""
    by = Source(SourceKind.AGENT, agent.name, agent_id)
    for label in wanted:
        labels.put(contact, label.name, by, suggested=label.confirm, reason=why(label))


def why(label: Label) -> str:
    """When the agent sets it, as its owner has written it."""
    return " ".join(label.condition.split()) or ", ".join(label.phrases)
