"""Which agents ask which language model."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from webapp.agents import stored
from webapp.agents.llm.providers import SIMULATED
from webapp.db import db, now, only_reading
from webapp.models.agent import Agent, AgentVersion, EngineName
from webapp.models.language_model import LanguageModel
from webapp.models.trial import Trial


def agents_with(model_id: int) -> list[str]:
    """The names of the agents that ask it now, in order."""
    return sorted(name for name, asked in _asking() if asked == model_id)


def by_model() -> dict[int, list[str]]:
    """The same for every model that is asked by any."""
    found: dict[int, list[str]] = {}
    for name, asked in sorted(_asking()):
        found.setdefault(asked, []).append(name)
    return found


def needed() -> tuple[bool, bool]:
    """Whether anything asks models, and whether the simulated model is the team's.

    An active agent whose engine does, or a trial that waits, of an agent that is archived for example.

    Asked again and again: it takes no lock.
    """
    asking = select(Agent.id).where(Agent.engine == EngineName.LLM, Agent.archived_at.is_(None))
    trying = select(Trial.id).where(Trial.ended_at.is_(None), Trial.until > now())
    simulated = select(LanguageModel.id).where(LanguageModel.provider == SIMULATED)
    with only_reading() as connection:
        found = [connection.scalar(query.limit(1)) is not None for query in (asking, trying, simulated)]
    return found[0] or found[1], found[2]


def _asking() -> Iterator[tuple[str, int]]:
    present = select(Agent.name, AgentVersion.definition).join(
        AgentVersion, (AgentVersion.agent_id == Agent.id) & (AgentVersion.number == Agent.version)
    )
    asking = (Agent.engine == EngineName.LLM, Agent.archived_at.is_(None))
    for name, definition in db.session.execute(present.where(*asking)):
        model_id = stored.from_json(definition).model_id
        if model_id is not None:
            yield name, model_id
