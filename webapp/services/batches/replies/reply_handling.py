"""Who handles the replies to a batch, and what an agent should know of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from webapp.db import db
from webapp.errors import Fault, Gather
from webapp.models.agent import Agent
from webapp.models.batch import Batch, RepliesBy
from webapp.models.user import User
from webapp.rules.typed_text import several_lines
from webapp.services import events
from webapp.services.agents import able
from webapp.services.batches.drafts import must_be_draft

LONGEST_CONTEXT = 5_000
AGENT = "agent-"
STAFF = "Staff"


class Handler(NamedTuple):
    """Who answers those who write back. `agent`: None for staff. `of_number`: because the number says so.

    `gone`: the batch's own agent cannot answer any more, so staff do.
    """

    agent: Agent | None
    of_number: bool = False
    gone: bool = False

    @property
    def name(self) -> str:
        """In a word."""
        return self.agent.name if self.agent else STAFF

    @property
    def words(self) -> str:
        """In a sentence's part."""
        if self.gone:
            return "Staff, because the agent that was chosen cannot answer any more"
        if self.of_number:
            return f"{self.name}, the number’s agent" if self.agent else "Staff, as its number says"
        return self.name if self.agent else "Staff only"


def of(batch: Batch) -> Handler:
    """As it would be now."""
    if batch.replies_by == RepliesBy.STAFF:
        return Handler(None)
    if batch.replies_by == RepliesBy.AGENT:
        agent = able.one(batch.agent_id)
        return Handler(agent, gone=agent is None)
    return Handler(able.of_number(batch.number_id, batch.channel), of_number=True)


def chosen(batch: Batch) -> str:
    """As the form sends it."""
    return f"{AGENT}{batch.agent_id}" if batch.replies_by == RepliesBy.AGENT else str(batch.replies_by)


def choices(batch: Batch) -> list[tuple[str, str]]:
    """What can be chosen: what is sent, and its words."""
    of_number = able.of_number(batch.number_id, batch.channel)
    name = f"The number’s agent ({of_number.name})" if of_number else "As at its number (staff)"
    agents = [(f"{AGENT}{agent.id}", agent.name) for agent in able.every()]
    return [(str(RepliesBy.NUMBER), name), (str(RepliesBy.STAFF), "Staff only"), *agents]


def choose(batch: Batch, typed: str, context: str, by: User) -> None:
    """Set who handles replies, and what else an agent should know. Raises Faults that name the fields."""
    must_be_draft(batch)
    faults, before = Gather(), (batch.replies_by, batch.agent_id, batch.context)
    with faults:
        _choose(batch, typed)
    with faults:
        batch.context = _context(context)
    faults.settle()
    if (batch.replies_by, batch.agent_id, batch.context) != before:
        batch.revision += 1
        told = batch.context != before[2]
        words, kind = of(batch).words, str(batch.channel)
        data: dict[str, Any] = {"handler": words, "context": told, "channel": kind}
        events.note("batch.replies_chosen", user_id=by.id, batch_id=batch.id, **data)


def _choose(batch: Batch, typed: str) -> None:
    kind, _, agent_id = typed.partition("-")
    if kind not in set(RepliesBy) or (kind == RepliesBy.AGENT) != agent_id.isdecimal():
        raise Fault("Choose who handles replies from the list.", "replies")
    number = int(agent_id) if agent_id and len(agent_id) < 10 else None
    stays = number is not None and number == batch.agent_id
    if kind == RepliesBy.AGENT and able.one(number) is None and not stays:
        raise Fault("This agent cannot answer. Choose another one.", "replies")
    batch.replies_by, batch.agent_id = RepliesBy(kind), number
    db.session.flush()


def _context(typed: str) -> str:
    text = several_lines(typed)
    if len(text) > LONGEST_CONTEXT:
        raise Fault(f"Keep the context under {LONGEST_CONTEXT:,} characters.", "context")
    return text
