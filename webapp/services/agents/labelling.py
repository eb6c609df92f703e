"""The labels that an agent puts on a contact: those of its definition, and no others."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.agents.base import Decision
from webapp.agents.definition import Agent, Label
from webapp.db import db
from webapp.models import agent as models
from webapp.models.contact import Contact
from webapp.models.label import ContactLabel
from webapp.models.source import Source, SourceKind
from webapp.services import row_locks
from webapp.services.agents import store
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
    """After `hold`. Only suggested where the agent's owner wants a person to confirm it.

    Others of its group are taken off; a suggestion takes the place of suggestions alone, until it counts.
    """
    by = Source(SourceKind.AGENT, agent.name, agent_id)
    for label in wanted:
        if labels.put(contact, label.name, by, suggested=label.confirm, reason=why(label)) is not None:
            _replace(contact, label, agent.labels, by, suggestions_only=label.confirm)


def confirm(contact: Contact, typed: str, by: Source) -> ContactLabel:
    """A person says that a suggested label counts: others of its group are taken off. Raises NotFound."""
    own = _labels_of(labels.suggested_by(contact, typed))
    confirmed = labels.confirm(contact, typed, by)
    for label in own:
        if labels.key_of(label.name) == confirmed.key:
            _replace(contact, label, own, by)
    return confirmed


def _labels_of(agent_id: int | None) -> Sequence[Label]:
    agent = db.session.get(models.Agent, agent_id) if agent_id is not None else None
    return store.current(agent).definition.labels if agent is not None else ()


def _replace(
    contact: Contact, label: Label, own: Sequence[Label], by: Source, *, suggestions_only: bool = False
) -> None:
    for other in own:
        if label.replaces(other):
            labels.remove(contact, other.name, by, suggestions_only=suggestions_only)


def why(label: Label) -> str:
    """When the agent sets it, as its owner has written it."""
    return " ".join(label.condition.split()) or ", ".join(label.phrases)
