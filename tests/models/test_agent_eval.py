"""Tests are kept with their agent, and go with it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import delete, select

from tests import desks, factories
from webapp.db import db
from webapp.models.agent import Agent, AgentVersion
from webapp.models.agent_eval import AgentEval
from webapp.services.agents.evals import evals


def test_tests_go_with_their_agent(app: Flask) -> None:
    ada = factories.user()
    desk = desks.agent(ada)
    evals.save(desk.id, "test: One\nsays: hi\nanswer: yes", ada)
    db.session.commit()
    assert db.session.scalars(select(AgentEval.agent_id)).all() == [desk.id]
    db.session.execute(delete(AgentVersion))
    db.session.execute(delete(Agent).where(Agent.id == desk.id))
    db.session.commit()
    assert db.session.scalars(select(AgentEval.agent_id)).all() == []
