"""What is noted of a step; its state changes as its table says."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.workflows.stage import ada, contact, flow, live, run, step
from webapp.db import db
from webapp.models.states import IllegalMove
from webapp.models.workflow_run import StepState
from webapp.services.workflows import by_hand
from webapp.services.workflows.running import noting
from webapp.services.workflows.steps.base import Done, Waits


def test_a_step_waits_and_is_done_once(app: Flask) -> None:
    by_hand.start(live(flow("hand", step(1, "end"))).id, [contact().id], ada(), "key")
    db.session.commit()
    one = run()
    record = noting.begin(one, "s1", "end")
    assert noting.begun(one) is record
    noting.waits(record, Waits(None, sentence="Not yet.", input={"text": "a\x00b"}, entry_id=7))
    noting.done(record, Done({"sent": "yes"}, "b1"))
    assert (record.state, record.output, record.branch, record.entry_id) == ("done", {"sent": "yes"}, "b1", 7)
    assert "\x00" not in record.input["text"]
    assert noting.begun(one) is None
    with pytest.raises(IllegalMove):
        noting.failed(record, "Too late.", StepState.FAILED)
    assert noting.begin(one, "s1", "end").no == 2
