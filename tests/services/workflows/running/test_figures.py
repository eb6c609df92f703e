"""What came of workflows, for their list."""

from __future__ import annotations

from flask import Flask

from tests.services.workflows import stage
from webapp.db import db
from webapp.services.workflows import by_hand
from webapp.services.workflows.running import figures
from webapp.services.workflows.running.figures import Figures


def test_runs_and_refusals_are_counted_by_workflow(app: Flask) -> None:
    waits = stage.live(stage.flow("hand", stage.step(1, "wait")))
    fails = stage.live(stage.flow("hand", stage.sms(1, "{{contact.visit}}")), "Fails")
    quiet = stage.live(stage.flow("hand", stage.step(1, "wait")), "Quiet")
    carol = stage.contact()
    for number, workflow in enumerate((waits, fails, waits)):
        by_hand.start(workflow.id, [carol.id], stage.ada(), f"k{number}")
    db.session.commit()
    stage.act()
    found = figures.of([waits.id, fails.id, quiet.id])
    assert (found[waits.id].started, found[waits.id].waiting, found[waits.id].refused) == (1, 1, 1)
    assert (found[fails.id].started, found[fails.id].failed) == (1, 1)
    assert found[quiet.id] == Figures()
    assert found[waits.id].last_at == max(
        run.started_at for run in stage.runs() if run.workflow_id == waits.id
    )
