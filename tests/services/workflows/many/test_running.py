"""A start for many goes on some contacts at a time, waits where it has to, and says whom it left out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import true

from jobs import workflows as jobs
from tests.services.workflows.stage import act, ada, contact, flow, live, runs, step
from webapp.db import db, now
from webapp.models.workflow import Workflow
from webapp.models.workflow_start import WorkflowStart
from webapp.rules.workflow.document import Comparison, Conditions, WhoAndWhen
from webapp.services.workflows.editing import publishing
from webapp.services.workflows.many import asking, running

DAVE = "+12025550122"
END = step(1, "end")


def begun(workflow: Workflow) -> int:
    start = asking.begin(asking.prepare(workflow.id, true(), "all contacts", ada()).id, ada())
    db.session.commit()
    return start.id


def after(start_id: int) -> WorkflowStart:
    db.session.rollback()
    db.session.expire_all()
    return asking.get(start_id)


@pytest.fixture(autouse=True)
def people(app: Flask) -> None:
    contact(city="Rome")
    contact(DAVE, "Dave", city="Oslo")


def test_for_each_once_and_why_not(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    rome = Conditions(comparisons=(Comparison("contact.city", value="Rome"),))
    start_id = begun(live(flow("hand", END, conditions=rome)))
    assert running.due() == [start_id]
    jobs.start_many()
    start = after(start_id)
    said = "Its conditions were not met: their city is “Rome”."
    assert (start.state, start.started, start.refused) == ("done", 1, {said: 1})
    assert running.due() == []
    act()
    assert [one.event for one in runs()] == [{"by": "Ada"}]


def test_it_starts_for_them_once_more_in_the_next_month(app: Flask) -> None:
    """The start of this month has been removed by then, and SQLite gives its id again."""
    workflow = live(flow("hand", END))
    for _ in range(2):
        start = after(begun(workflow))
        jobs.start_many()
        act()
        db.session.delete(asking.get(start.id))
        db.session.commit()
    assert len(runs()) == 4


def test_it_waits_for_room_and_for_its_workflow(app: Flask) -> None:
    workflow = live(flow("hand", END, box=WhoAndWhen(an_hour=1)))
    start_id = begun(workflow)
    jobs.start_many()
    start = after(start_id)
    assert (start.state, start.started, start.reason) == ("running", 1, running.FULL)
    assert start.due_at is not None
    assert start.due_at > now() + timedelta(minutes=4)
    publishing.pause(workflow.id, ada())
    start.due_at = now()
    db.session.commit()
    jobs.start_many()
    assert after(start_id).reason == running.PAUSED
    publishing.archive(workflow.id, ada())
    after_archiving = asking.get(start_id)
    after_archiving.due_at = now()
    db.session.commit()
    jobs.start_many()
    assert (after(start_id).state, after(start_id).reason) == ("canceled", "The workflow was archived.")


def test_one_that_raises_is_set_aside(app: Flask) -> None:
    start_id = begun(live(flow("hand", END)))
    running.set_aside(start_id, ValueError("x"))
    db.session.commit()
    assert "Outbound failed" in after(start_id).reason
    assert not running.go_on(start_id)
