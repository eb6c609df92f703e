"""Agents that ask the simulated model."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from jobs import ask
from tests import desks, factories
from tests.simulator.model.server import MODEL, ModelServer
from webapp import queue
from webapp.agents.definition import Knowledge
from webapp.agents.stored import Definition
from webapp.db import db, now
from webapp.models.agent import Agent, EngineName
from webapp.models.answering import Answering
from webapp.models.language_model import LanguageModel
from webapp.models.number import Number
from webapp.models.user import User
from webapp.services.agents import language_models, store
from webapp.services.agents.model_form import ModelForm
from webapp.services.agents.store import AgentForm

PARKING = "There is free parking behind the house."
DESK = Definition(
    instructions="You are the reminder desk of a dentist in Leeds.",
    knowledge=(Knowledge(7, "Parking", PARKING),),
)


def known_model(server: ModelServer, by: User, **changes: Any) -> LanguageModel:
    """One that was tested; `changes` to its form."""
    typed: dict[str, Any] = {
        "name": "Llama",
        "provider": "other",
        "base_url": server.base_url,
        "model": MODEL,
    }
    model = language_models.add(ModelForm(**typed | changes), by)
    model.output_mode, model.tested_at, model.test_sentence = "native", now(), "It works."
    db.session.commit()
    return model


def agent(model_id: int | None, by: User, name: str = "Model desk", **changes: Any) -> Agent:
    """One that asks that model; `changes` to its definition."""
    definition = replace(DESK, model_id=model_id, **changes)
    return store.create(AgentForm(name, EngineName.LLM, definition), by)


def at_work(server: ModelServer, priced: bool = False, **changes: Any) -> tuple[User, Number, Agent]:
    """Ada, a number, and the agent that answers strangers there."""
    ada, number = factories.user(), factories.number()
    prices = {"price_in": "2.5", "price_out": "10"} if priced else {}
    desk = agent(known_model(server, ada, **prices).id, ada, **changes)
    factories.sms_of(number).agent_id = desk.id
    db.session.commit()
    return ada, number, desk


def ask_model(thread_id: int) -> None:
    """As the thinker does; again as often as it would be."""
    with ThreadPoolExecutor(1) as askers:
        ask.ask_models([thread_id], askers.submit)
        while queue.waits(queue.ASK_MODEL, thread_id):
            ask.ask_models([thread_id], askers.submit)


def answer(*thread_ids: int) -> None:
    """Whatever waits for an agent is thought about by the thinker."""
    desks.hear()
    desks.pass_time()
    for thread_id in thread_ids or db.session.scalars(select(Answering.thread_id)).all():
        db.session.rollback()
        ask_model(thread_id)
    db.session.rollback()
    db.session.expire_all()
