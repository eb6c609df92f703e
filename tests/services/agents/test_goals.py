"""The goal of an agent."""

from __future__ import annotations

from flask import Flask

from webapp.agents.base import Goal
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.services.agents import goals


def test_the_first_time_counts_for_the_thread_and_each_for_its_turn(app: Flask) -> None:
    row, first, second, third = Answering(goal_reason=""), AgentTurn(), AgentTurn(), AgentTurn()
    goals.reach(row, first, Goal(True, "They said yes."))
    reached_at = row.goal_reached_at
    goals.reach(row, second, Goal(True, "Again."))
    goals.reach(row, third, Goal(False, "No."))
    assert (row.goal_reason, row.goal_reached_at) == ("They said yes.", reached_at)
    assert (first.goal_reached, second.goal_reached, bool(third.goal_reached)) == (True, True, False)
