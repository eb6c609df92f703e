"""Runs end once, and what they have queued is not sent."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.services.workflows.stage import act, ada, contact, flow, leave, live, run, sms, step, steps, texts
from webapp.db import db
from webapp.models.message import Message
from webapp.models.states import IllegalMove
from webapp.models.workflow_run import RunState, WorkflowRun
from webapp.services.workflows import by_hand, ending

WAIT = step(2, "wait", amount="1", unit="days")


def begin() -> None:
    by_hand.start(live(flow("hand", sms(1), WAIT)).id, [contact().id], ada(), "key")
    act()


def test_a_step_that_waits_ends_with_its_run(app: Flask) -> None:
    begin()
    assert len(ending.end_all(RunState.CANCELED, "Enough.", WorkflowRun.contact_id == contact().id)) == 1
    db.session.commit()
    assert (steps(), texts()) == ([("s1", "done"), ("s2", "stopped")], [])
    assert db.session.scalars(select(Message.reason)).one() == "Enough."
    assert (run().due_at, run().awaits, run().ended_at is not None) == (None, "", True)
    assert ending.end_all(RunState.CANCELED, "Again.") == []


def test_what_has_left_stays(app: Flask) -> None:
    begin()
    leave()
    ending.end_all(RunState.STOPPED, "Enough.")
    db.session.commit()
    assert len(texts()) == 1


def test_what_has_ended_does_not_go_on(app: Flask) -> None:
    begin()
    ending.end_all(RunState.STOPPED, "Enough.")
    db.session.commit()
    with pytest.raises(IllegalMove):
        run().transition_to(RunState.RUNNING)
