"""What starts a workflow, what does not, and the reason that is kept."""

from __future__ import annotations

from flask import Flask

from tests.conversations import they_write
from tests.services.workflows.stage import (
    act,
    flow,
    live,
    run,
    sms,
    step,
    steps,
    texts,
)


def test_a_text_starts_it_and_its_steps_are_done(app: Flask) -> None:
    live(flow("message", sms(1, "You wrote: {{trigger.text}}"), step(2, "add_label", label="Wrote")))
    they_write("Hello?")
    act()
    assert texts() == ["You wrote: Hello?"]
    assert steps() == [("s1", "done"), ("s2", "done")]
    assert (run().state, run().reason) == ("done", "")
