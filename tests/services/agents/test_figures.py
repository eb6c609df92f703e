"""Figures of an agent and of a batch, from what really happened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from jobs import actions
from tests import desks, factories
from tests.conversations import CAROL, DAVE, they_write
from tests.plans import plan
from webapp.agents.definition import TaskAction
from webapp.db import db, now
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


def test_an_opt_out_without_an_agent_is_none_of_its_figures(app: Flask) -> None:
    """The batch counts it among its own; what its agent did, and what the agent did, say the same."""
    _, number, desk = desks.at_work()
    batch = factories.batch([CAROL, DAVE, ERIN], number_id=number.id, created_by=desk.created_by)
    for phone in (CAROL, DAVE, ERIN):
        factories.sent(batch, phone)
    db.session.commit()
    one(CAROL, "STOP")
    assert figures.of_batch(batch.id) == figures.of_agent(desk.id) == Figures()
    one(DAVE, "Where can I park?", "STOP")
    found = figures.of_batch(batch.id)
    assert (found.conversations, found.opted_out) == (1, 1)
    assert figures.of_agent(desk.id) == found


@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
def test_they_are_found_through_indexes(app: Flask) -> None:
    for name in ("agent", "batch"):
        read = " ".join(plan(figures._counts(f"{name}_id", 0).params(of=1)))
        assert f"ix_agent_turn_{name}" in read
        assert f"ix_summary_request_{name}" in read


def test_day_by_day(app: Flask) -> None:
    _, number, desk = desks.at_work()
    batch = factories.batch([CAROL, DAVE], number_id=number.id, created_by=desk.created_by)
    for phone in (CAROL, DAVE):
        factories.sent(batch, phone)
    db.session.commit()
    one(CAROL, "Where can I park?", "When are you open?")
    one(DAVE, "Can I talk to a real person?")
    before(*(turn.id for turn in desks.turns()[:1]), days=1)
    one(CAROL, "STOP")
    day = now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    days = [day, day + timedelta(days=1), day + timedelta(days=2)]
    for found in (figures.of_agent_by_day(desk.id, days), figures.of_batch_by_day(batch.id, days)):
        yesterday, today = found
        assert (yesterday.conversations, yesterday.answers, yesterday.median_seconds) == (1, 1, 3.0)
        assert (yesterday.handed_off, yesterday.opted_out) == ({}, 0)
        assert (today.conversations, today.answered, today.answers) == (2, 1, 1)
        assert (today.handed_off, today.handoffs, today.opted_out) == ({"asked": 1}, 1, 1)
    assert figures.of_agent_by_day(desk.id, [day - timedelta(days=2), day]) == [Figures()]
    assert figures.latest_of_batch(batch.id) == desks.turns()[-1].at
    assert figures.latest_of_batch(batch.id + 1) is None


def test_what_a_model_took_is_counted_and_what_is_not_known_is_not_nothing(app: Flask) -> None:
    _, _, desk = desks.at_work()
    one(CAROL, "Where can I park?", "When are you open?", "Where can I park?", "When are you open?")
    assert (figures.of_agent(desk.id).asked, figures.of_agent(desk.id).tokens) == (0, None)
    for turn, tokens, cost in zip(desks.turns(), (1000, 200, 0, None), (0.25, None, 0.0, None), strict=True):
        db.session.execute(update(AgentTurn).where(AgentTurn.id == turn.id).values(tokens=tokens, cost=cost))
    db.session.commit()
    found = figures.of_agent(desk.id)
    assert (found.asked, found.tokens, found.cost, found.unpriced) == (3, 1200, 0.25, 2)
    db.session.execute(update(AgentTurn).values(cost=None))
    assert (figures.of_agent(desk.id).cost, figures.of_agent(desk.id).unpriced) == (None, 3)
    db.session.execute(update(AgentTurn).values(tokens=10, cost=0.0))
    assert (figures.of_agent(desk.id).cost, figures.of_agent(desk.id).unpriced) == (0.0, 0)


def before(*turn_ids: int, days: int) -> None:
    """These turns were so many days ago, and had kept people waiting for three seconds."""
    moved = update(AgentTurn).where(AgentTurn.id.in_(turn_ids))
    db.session.execute(moved.values(at=now() - timedelta(days=days), waited=3.0))
    db.session.commit()
