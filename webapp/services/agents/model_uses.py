"""Which agents ask which language model."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from webapp.agents import stored
from webapp.agents.llm.providers import SIMULATED
from webapp.db import db, only_reading
from webapp.models.agent import Agent, AgentVersion, EngineName
from webapp.models.language_model import LanguageModel


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
    """Whether some active agent's engine asks a model, and whether the simulated model is the team's.

    Asked again and again: it takes no lock.
    """
    asking = select(Agent.id).where(Agent.engine == EngineName.LLM, Agent.archived_at.is_(None))
    simulated = select(LanguageModel.id).where(LanguageModel.provider == SIMULATED)
    with only_reading() as connection:
        first, second = (connection.scalar(query.limit(1)) for query in (asking, simulated))
    return first is not None, second is not None


def _asking() -> Iterator[tuple[str, int]]:
    present = select(Agent.name, AgentVersion.definition).join(
        AgentVersion, (AgentVersion.agent_id == Agent.id) & (AgentVersion.number == Agent.version)
    )
    asking = (Agent.engine == EngineName.LLM, Agent.archived_at.is_(None))
    for name, definition in db.session.execute(present.where(*asking)):
        model_id = stored.from_json(definition).model_id
        if model_id is not None:
            yield name, model_id
