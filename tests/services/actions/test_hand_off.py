"""An action leaves the conversation to staff."""

from __future__ import annotations

from sqlalchemy import select

from tests import desks
from tests.conversations import fresh
from tests.services.actions.people import carried_out
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.handoff import Handoff
from webapp.models.thread import Thread


def test_it_is_flagged_with_its_reason_once(thread: Thread) -> None:
    action = ("hand_off", {"reason": "Confirm {{day}} to them."})
    assert carried_out(thread, action, day="2026-03-10").state == "done"
    desks.hear()
    desks.hear()
    handoff = db.session.scalars(select(Handoff)).one()
    assert (handoff.code, handoff.reason) == ("rule", "Confirm Tuesday, 10 March 2026 to them.")
    assert (fresh(thread).agent_state, fresh(thread).needs_reply) == (AgentState.HANDED_OFF, True)


def test_without_a_reason_it_fails(thread: Thread) -> None:
    record = carried_out(thread, ("hand_off", {"reason": "{{why|}}"}))
    assert (record.state, record.error) == ("failed", "It was not handed off: the reason is empty.")
