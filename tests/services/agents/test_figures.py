"""Figures of an agent and of a batch, from what really happened."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from jobs import actions
from tests import desks, factories
from tests.conversations import CAROL, DAVE, they_write
from tests.plans import plan
from webapp.agents.definition import TaskAction
from webapp.db import db
from webapp.models.agent_turn import AgentTurn
from webapp.services.agents import figures
from webapp.services.agents.figures import Figures

ERIN = "+12025550133"
GOAL = desks.replace(desks.PLAYBOOK[1], reaches_goal=True)
LABEL = desks.replace(desks.VISIT, actions=(TaskAction("add_label", {"label": "Visit"}),))


def one(sender: str, *texts: str) -> None:
    for text in texts:
        they_write(text, sender)
        desks.answer()


def test_nothing_has_happened(app: Flask) -> None:
    assert figures.of_agent(1) == figures.of_batch(1) == Figures()


def test_an_agent_and_a_batch(app: Flask) -> None:
    _, number, desk = desks.at_work(playbook=(desks.PLAYBOOK[0], GOAL, *desks.PLAYBOOK[2:]), tasks=(LABEL,))
    batch = factories.batch([CAROL, DAVE], number_id=number.id, created_by=desk.created_by)
    for phone in (CAROL, DAVE):
        factories.sent(batch, phone)
    db.session.commit()
    one(CAROL, "I need an appointment", "Carol Ray", "Where can I park?", "STOP")
    one(DAVE, "When are you open?", "Can I talk to a real person?")
    one(ERIN, "Where can I park?")
    actions.carry_out(1)
    for waited, turn in enumerate(desks.turns(), start=10):
        db.session.execute(
            update(AgentTurn)
            .where(AgentTurn.id == turn.id, AgentTurn.waited.is_not(None))
            .values(waited=waited)
        )
    db.session.commit()
    of_batch = figures.of_batch(batch.id)
    assert of_batch == Figures(
        conversations=2, answered=2, answers=4, handed_off={"asked": 1}, tasks_done=1, goal_reached=1,
        opted_out=1, median_seconds=12.0,
    )  # fmt: skip
    assert figures.of_agent(desk.id) == Figures(
        conversations=3, answered=3, answers=5, handed_off={"asked": 1}, tasks_done=1, goal_reached=2,
        opted_out=1, median_seconds=12.5,
    )  # fmt: skip


@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
def test_they_are_found_through_indexes(app: Flask) -> None:
    for of, index in (
        (AgentTurn.agent_id == 1, "ix_agent_turn_agent"),
        (AgentTurn.batch_id == 1, "ix_agent_turn_batch"),
    ):
        assert index in " ".join(plan(figures._counts(of)))
