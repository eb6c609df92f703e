"""What comes behind is left out."""

from __future__ import annotations

from flask import Flask

from tests.services.workflows.stage import act, ada, contact, flow, live, run, step, steps
from webapp.services.workflows import by_hand


def test_the_run_is_done(app: Flask) -> None:
    workflow = live(flow("hand", step(1, "end"), step(2, "note", text="Never")))
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
    assert (run().state, run().reason, steps()) == ("done", "", [("s1", "done")])
