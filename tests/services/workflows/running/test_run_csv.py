"""Runs as a CSV file."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.workflows import stage
from webapp.services.workflows import by_hand
from webapp.services.workflows.running import listing, run_csv


def test_every_run_is_a_line(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    workflow = stage.live(stage.flow("hand", stage.step(1, "wait")))
    people = [stage.contact(f"+1202555013{n}", f"Person {n}").id for n in range(5)]
    by_hand.start(workflow.id, people, stage.ada(), "k1")
    lines = list(run_csv.lines(workflow.id))
    assert lines[0].startswith("Run,Phone,Name,State")
    assert [f"Person {n}" in line for n, line in zip((4, 3, 2, 1, 0), lines[1:], strict=True)] == [True] * 5


def test_without_runs_there_is_the_heading(app: Flask) -> None:
    workflow = stage.live(stage.flow("hand", stage.step(1, "wait")))
    assert len(list(run_csv.lines(workflow.id))) == 1
