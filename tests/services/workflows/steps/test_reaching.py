"""Hours that never open for someone leave them alone. The rest: see send_sms and place_call."""

from __future__ import annotations

from flask import Flask

from tests.services.workflows.stage import act, ada, contact, errors, flow, live, ours, sms, steps
from webapp.db import db
from webapp.models.workflow import WorkflowVersion
from webapp.rules.workflow.document import WhoAndWhen, Window
from webapp.services.workflows import by_hand


def test_a_workflow_whose_hours_never_open(app: Flask) -> None:
    window = Window((1, 2), None, None, "UTC")
    workflow = live(flow("hand", sms(1), box=WhoAndWhen(number_id=ours().id, window=window)))
    version = db.session.get_one(WorkflowVersion, (workflow.id, 1))
    box = {
        **version.document["box"],
        "window": {"weekdays": None, "saturdays": None, "sundays": None, "zone": ""},
    }
    version.document = {**version.document, "box": box}
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
    assert steps() == [("s1", "left_out")]
    assert "The hours of this workflow never open for them." in errors()[0]
