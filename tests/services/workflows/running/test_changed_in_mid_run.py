"""A workflow is changed, and Outbound started again, while many of its runs wait: each ends as it began."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from jobs import workflows as jobs
from tests.bench import many_runs
from tests.length import length
from tests.services.workflows.stage import ada, contact, flow, live, ours, sms, step
from webapp.app import create_app
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.message import Message
from webapp.models.workflow_run import WorkflowRun, WorkflowStepRun
from webapp.rules.workflow.document import WhoAndWhen
from webapp.services.workflows import by_hand, store
from webapp.services.workflows.editing import publishing
from webapp.services.workflows.running import advancing

pytestmark = pytest.mark.timeout(length(120, 1200))
COUNT = length(120, 10_000)
WAIT = step(1, "wait", amount="1", unit="days")
NEW = "+12025550111"


def test_runs_that_wait_end_on_the_version_they_began_with(app: Flask) -> None:
    box = WhoAndWhen(number_id=ours().id, an_hour=2 * COUNT)
    workflow = live(flow("hand", WAIT, sms(2, "Old end"), box=box))
    many_runs.wait(workflow, [f"+1303{2_000_000 + n}" for n in range(COUNT)], timedelta(days=1))
    store.save(workflow.id, workflow.revision, flow("hand", sms(7, "New end"), box=box), ada())
    publishing.publish(workflow.id, workflow.revision, ada())
    new = contact(NEW).id
    assert new == db.session.scalar(select(func.max(Contact.id))), "ids go on after those that were loaded"
    by_hand.start(workflow.id, [new], ada(), "key")
    db.session.execute(update(WorkflowRun).values(due_at=now()))
    db.session.commit()
    db.session.remove()
    again = create_app(app.config["SETTINGS"])
    with again.app_context():
        while advancing.due():
            db.session.rollback()
            jobs.run_due()
        _all_ended()
        db.engine.dispose()
        again.extensions["redis"].close()


def _all_ended() -> None:
    runs = select(WorkflowRun.version, WorkflowRun.state, func.count())
    runs = runs.group_by(WorkflowRun.version, WorkflowRun.state)
    assert set(map(tuple, db.session.execute(runs))) == {(1, "done", COUNT), (2, "done", 1)}
    said = Counter(map(tuple, db.session.execute(select(Message.text, func.count()).group_by(Message.text))))
    assert set(said) == {("Old end", COUNT), ("New end", 1)}
    did = select(WorkflowStepRun.step, WorkflowStepRun.state, func.count())
    did = did.group_by(WorkflowStepRun.step, WorkflowStepRun.state)
    ends = {("s1", "done", COUNT), ("s2", "done", COUNT), ("s7", "done", 1)}
    assert set(map(tuple, db.session.execute(did))) == ends
    assert len(db.session.scalars(select(Message.phone).distinct()).all()) == COUNT + 1
    assert ours().id == db.session.scalar(select(Message.number_id).distinct())
    db.session.rollback()
