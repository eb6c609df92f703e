"""The goal of an agent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from tests import desks, factories
from tests.conversations import CAROL, they_write, thread_of
from webapp.agents.base import Goal
from webapp.db import db, now
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.models.batch import RepliesBy
from webapp.services.agents import goals


def test_the_first_time_counts_for_the_thread_and_each_for_its_turn(app: Flask) -> None:
    row, first, second, third = Answering(goal_reason=""), AgentTurn(), AgentTurn(), AgentTurn()
    goals.reach(row, first, Goal(True, "They said yes."))
    reached_at = row.goal_reached_at
    goals.reach(row, second, Goal(True, "Again."))
    goals.reach(row, third, Goal(False, "No."))
    assert (row.goal_reason, row.goal_reached_at) == ("They said yes.", reached_at)
    goals.reach(row, second, Goal(True, "Again."), now() - timedelta(days=1))
    assert row.goal_reason == "They said yes."
    assert (first.goal_reached, second.goal_reached, bool(third.goal_reached)) == (True, True, False)


def test_a_newer_batch_begins_anew(app: Flask) -> None:
    """A clinic reminds the same people each month."""
    hours = replace(desks.PLAYBOOK[0], reaches_goal=True)
    ada, number, desk = desks.at_work(playbook=(hours, *desks.PLAYBOOK[1:]))
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    assert goals.reasons([thread.id]) == {thread.id: "“Opening hours” was answered."}
    db.session.execute(update(Answering).values(goal_reached_at=now() - timedelta(days=30), goal_reason=""))
    assert goals.reasons([thread.id]) == {thread.id: goals.UNTOLD}
    known = {"number_id": number.id, "created_by": ada.id, "replies_by": RepliesBy.AGENT, "agent_id": desk.id}
    factories.sent(factories.batch([CAROL], **known), CAROL)
    db.session.commit()
    assert goals.reasons([thread.id]) == {}
    they_write("What are your opening hours?")
    desks.answer()
    assert goals.reasons([thread.id]) == {thread.id: "“Opening hours” was answered."}
    reached_at = desks.timer_of(thread).goal_reached_at
    assert reached_at is not None and reached_at > now() - timedelta(days=1)
