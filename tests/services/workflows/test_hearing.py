"""One workflow that raises keeps no other from starting."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.conversations import they_write
from tests.services.workflows.stage import act, flow, live, refusals, runs, step
from webapp.services.workflows import starting

END = step(1, "end")


def test_the_others_start_and_why_it_did_not_is_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    live(flow("message", END), "Broken")
    live(flow("message", END), "Whole")
    whole = starting.obstacle

    def raises(workflow: Any, document: Any, happened: Any) -> Any:
        if workflow.name == "Broken":
            raise RuntimeError("out of paper")
        return whole(workflow, document, happened)

    monkeypatch.setattr(starting, "obstacle", raises)
    they_write("Hello")
    act()
    assert [one.workflow.name for one in runs()] == ["Whole"]
    assert refusals() == ["Outbound failed on this start (RuntimeError); the log says more."]
