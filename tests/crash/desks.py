"""Two numbers at which agents answer: one by its playbook, one by asking a language model."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from webapp.agents.definition import Knowledge, PlaybookEntry
from webapp.agents.stored import Caps, Definition
from webapp.db import db, now
from webapp.models.agent import EngineName
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.user import User
from webapp.services.agents import language_models, store
from webapp.services.agents.model_form import ModelForm
from webapp.services.agents.store import AgentForm

NUMBERS = {"+12025550311": EngineName.PLAYBOOK, "+12025550322": EngineName.LLM}
PACE = 8.0
"""Segments a second: some answers wait for their turn."""
FACTS = {
    "When are you open?": "We are open from nine to five.",
    "Where can I park?": "You can park behind the house.",
    "Are dogs welcome?": "Dogs are welcome in the garden.",
}
"""What they ask, and what an answer to it has in it."""
ALL = Definition(
    instructions="You are the desk of a restaurant.",
    playbook=tuple(
        PlaybookEntry(f"n{nth}", asked, (asked,), said) for nth, (asked, said) in enumerate(FACTS.items())
    ),
    knowledge=tuple(Knowledge(nth, asked, said) for nth, (asked, said) in enumerate(FACTS.items())),
    caps=Caps(day=1000, thread=1000),
    segments=3,
    wait=0.8,
    longest_wait=4.0,
)


def set_up(model_url: str) -> None:
    """Add the numbers and their agents."""
    user = db.session.scalars(select(User)).first()
    assert user
    model = language_models.add(ModelForm("Stand-in", "other", model_url, "simulated-model"), user)
    model.output_mode, model.tested_at, model.test_sentence = "native", now(), "It works."
    for e164, engine in NUMBERS.items():
        _number(e164, _agent(engine, model.id, user))
    db.session.commit()


def _agent(engine: EngineName, model_id: int, user: User) -> int:
    asks = {"model_id": model_id} if engine == EngineName.LLM else {}
    return store.create(AgentForm(f"By {engine}", engine, replace(ALL, **asks)), user).id


def _number(e164: str, agent_id: int) -> None:
    number = Number(e164=e164, label=e164[-4:], country="US")
    number.services["sms"] = NumberService(channel="sms", pace=PACE, agent_id=agent_id)
    db.session.add(number)
