"""Runs and their steps move as their tables say; the same event starts a workflow once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests.services.workflows.stage import contact, flow, live, step
from webapp.db import db
from webapp.models.states import IllegalMove
from webapp.models.workflow_run import (
    RUN_MOVES,
    STEP_MOVES,
    RunState,
    StepState,
    WorkflowRun,
    WorkflowStepRun,
)


def test_every_state_has_a_row() -> None:
    assert (set(RUN_MOVES), set(STEP_MOVES)) == (set(RunState), set(StepState))


def test_what_is_done_stays_done() -> None:
    assert RUN_MOVES[RunState.DONE] == frozenset()
    done = WorkflowStepRun(state=StepState.UNKNOWN)
    with pytest.raises(IllegalMove):
        done.transition_to(StepState.DONE)


def test_an_event_is_unique_for_a_workflow(app: Flask) -> None:
    workflow = live(flow("hand", step(1, "end")))
    known = {
        "workflow_id": workflow.id,
        "version": 1,
        "contact_id": contact().id,
        "event_key": "a",
        "step": "s1",
    }
    db.session.add_all([WorkflowRun(**known), WorkflowRun(**known)])
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
