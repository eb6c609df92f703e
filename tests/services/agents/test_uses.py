"""Where agents are in use."""

from __future__ import annotations

from flask import Flask

from tests import desks, factories
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.batch import RepliesBy
from webapp.services.agents import uses


def test_numbers_batches_and_threads_are_counted_for_each_agent(app: Flask) -> None:
    ada, number, desk = desks.at_work()
    idle = desks.agent(ada, "Idle")
    for n in range(uses.NAMED + 2):
        batch = factories.batch(["+12025550111"], number_id=number.id, created_by=ada.id)
        batch.name, batch.replies_by, batch.agent_id = f"Batch {n}", RepliesBy.AGENT, desk.id
    by_staff = factories.batch(["+12025550111"], number_id=number.id, created_by=ada.id)
    by_staff.replies_by, by_staff.agent_id = RepliesBy.STAFF, desk.id
    states = (AgentState.ON, AgentState.ON, AgentState.HANDED_OFF, AgentState.PAUSED)
    for n, state in enumerate(states):
        thread = factories.thread(f"+1202555014{n}", number.id)
        thread.agent_id, thread.agent_state = desk.id, state
    db.session.flush()
    found = uses.of([desk.id, idle.id])
    use = found[desk.id]
    assert (use.numbers, use.threads, use.handed_off) == ([number.e164], 2, 1)
    assert use.all_batches == uses.NAMED + 2
    assert [name for _, name in use.batches] == [f"Batch {n}" for n in range(6, 1, -1)]
    assert not found[idle.id]


def test_no_agents_have_no_uses(app: Flask) -> None:
    assert uses.of([]) == {}
