"""The agents that can be chosen to answer, and the one that stands behind a number."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from webapp.agents import registry
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.channel import Channel
from webapp.models.number_service import NumberService
from webapp.services.agents import store


def every() -> Sequence[Agent]:
    """By name; without those that are archived, or whose engine answers nothing by itself."""
    return [agent for agent in store.listed() if registry.answers(agent.engine)]


def any_agent() -> bool:
    """Whether the team has ever made one."""
    return db.session.scalar(select(Agent.id).limit(1)) is not None


def one(agent_id: int | None) -> Agent | None:
    """None when it cannot answer (any more)."""
    agent = db.session.get(Agent, agent_id) if agent_id else None
    fit = agent is not None and agent.archived_at is None and registry.answers(agent.engine)
    return agent if fit else None


def of_number(number_id: int | None, channel: str = Channel.SMS) -> Agent | None:
    """Who answers strangers there; None: staff."""
    where = (NumberService.number_id == number_id, NumberService.channel == channel)
    return one(db.session.scalar(select(NumberService.agent_id).where(*where)))
