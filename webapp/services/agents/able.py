"""The agents that can be chosen to answer, and the one that stands behind a number."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Integer, Select, Text, and_, bindparam, cast, func, select

from webapp.agents import registry, stored
from webapp.bulk import cached_statement
from webapp.db import db
from webapp.errors import NotFound
from webapp.models.agent import Agent, AgentVersion
from webapp.models.channel import Channel
from webapp.models.number_service import NumberService
from webapp.services.agents import store
from webapp.services.agents.store import Current


def every() -> Sequence[Agent]:
    """By name; without those that are archived, or whose engine answers nothing by itself."""
    return [agent for agent in store.listed() if registry.answers(agent.engine)]


def any_agent() -> bool:
    """Whether the team has ever made one."""
    return db.session.scalar(select(Agent.id).limit(1)) is not None


def one(agent_id: int | None) -> Agent | None:
    """None when it cannot answer (any more)."""
    agent = db.session.get(Agent, agent_id) if agent_id else None
    return agent if agent is not None and _is_fit(agent) else None


def _is_fit(agent: Agent) -> bool:
    return agent.archived_at is None and registry.answers(agent.engine)


def as_told(agent_id: int | None, number: int | None) -> Current | None:
    """`one`, with what a version of it says, in one statement; `number` None: its newest.

    Raises NotFound for a version that there is not.
    """
    row = db.session.execute(_as_told(), {"agent": agent_id, "number": number}).one_or_none()
    if row is None or not _is_fit(row.Agent):
        return None
    if row.definition is None:
        raise NotFound("This version of the agent does not exist.")
    return Current(row.Agent, stored.from_text(row.definition))


@cached_statement
def _as_told() -> Select[Agent, str | None]:
    version = func.coalesce(bindparam("number", type_=Integer), Agent.version)
    mine = and_(AgentVersion.agent_id == Agent.id, AgentVersion.number == version)
    query = select(Agent, cast(AgentVersion.definition, Text).label("definition"))
    return query.outerjoin(AgentVersion, mine).where(Agent.id == bindparam("agent", type_=Integer))


def of_number(number_id: int | None, channel: str = Channel.SMS) -> Agent | None:
    """Who answers strangers there; None: staff."""
    where = (NumberService.number_id == number_id, NumberService.channel == channel)
    return one(db.session.scalar(select(NumberService.agent_id).where(*where)))
