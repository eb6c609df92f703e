"""Which agents ask which language model, and what that keeps from being removed or needs to run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests import desks, factories, model_desks
from tests.simulator.model.server import ModelServer
from webapp.db import db
from webapp.errors import Conflict, Faults
from webapp.models.agent import EngineName
from webapp.services.agents import language_models, model_uses, store
from webapp.services.agents.store import AgentForm


def test_only_active_agents_that_ask_it_now_are_its_users(app: Flask, model: ModelServer) -> None:
    ada = factories.user()
    one = model_desks.known_model(model, ada)
    other = model_desks.known_model(model, ada, name="Other", provider="simulated")
    assert model_uses.needed() == (False, True)
    first, second = model_desks.agent(one.id, ada, "Zoe's"), model_desks.agent(one.id, ada, "Bob's")
    third = model_desks.agent(one.id, ada, "Cleo's")
    db.session.commit()
    assert model_uses.needed() == (True, True)
    assert model_uses.agents_with(one.id) == ["Bob's", "Cleo's", "Zoe's"]
    store.archive(first.id, ada)
    asks_other = replace(store.current(second).definition, model_id=other.id)
    store.save(second.id, 1, AgentForm("Bob's", EngineName.LLM, asks_other), ada)
    store.save(third.id, 1, AgentForm("Cleo's", EngineName.STAFF, store.current(third).definition), ada)
    db.session.commit()
    assert model_uses.agents_with(one.id) == []
    assert model_uses.by_model() == {other.id: ["Bob's"]}


def test_a_model_that_is_asked_is_not_removed(app: Flask, model: ModelServer) -> None:
    ada, _, desk = model_desks.at_work(model)
    row = language_models.listed()[0]
    with pytest.raises(Conflict, match="“Model desk” asks this model"):
        language_models.remove(row.id, ada)
    model_desks.agent(row.id, ada, "Another")
    with pytest.raises(Conflict, match="“Another” and “Model desk” ask this model"):
        language_models.remove(row.id, ada)
    db.session.rollback()
    store.archive(desk.id, ada)
    language_models.remove(row.id, ada)
    db.session.commit()
    assert language_models.listed() == []


def test_what_is_missing_is_said_when_it_is_chosen_and_not_when_something_else_is_saved(
    app: Flask, model: ModelServer
) -> None:
    ada, _, desk = model_desks.at_work(model)
    row = language_models.listed()[0]
    row.output_mode = ""
    db.session.commit()
    with pytest.raises(Faults, match="It works"):
        model_desks.agent(row.id, ada, "Another")
    with pytest.raises(Faults, match="does not exist any more"):
        model_desks.agent(row.id + 1, ada, "Another")
    changed = replace(store.current(desk).definition, tone="Brisk")
    saved = store.save(desk.id, desk.version, AgentForm(desk.name, EngineName.LLM, changed), ada)
    assert saved.version == 2


def test_a_playbook_needs_none(app: Flask) -> None:
    desks.at_work()
    assert model_uses.needed() == (False, False)
