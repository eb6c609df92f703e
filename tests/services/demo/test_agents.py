"""The three agents of the demo: complete ones, as a person would make them from the templates."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from sqlalchemy import func, select

from tests import factories
from webapp.agents.templates.registry import TEMPLATES
from webapp.db import db
from webapp.models.agent import Agent
from webapp.services.agents import store
from webapp.services.agents.editing.templates import BEGINNINGS
from webapp.services.agents.evals import evals
from webapp.services.demo import agents, marks


def test_there_is_one_of_each_template_with_its_knowledge(app: Flask) -> None:
    made = agents.make(factories.user())
    db.session.flush()
    assert made.keys() == TEMPLATES.keys()
    for key, agent in made.items():
        definition = store.current(agent).definition
        assert definition == replace(BEGINNINGS[key].definition, knowledge=definition.knowledge)
        assert [one.title for one in definition.knowledge] == [one.title for one in TEMPLATES[key].knowledge]
        assert evals.run(agent).ok
    assert marks.of(Agent) == {one.id for one in made.values()}
    assert db.session.scalar(select(func.count()).select_from(Agent)) == 3
