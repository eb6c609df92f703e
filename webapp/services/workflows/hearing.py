"""The hook of signals: the workflows that listen to one start, and the runs that wait for it go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from webapp import queue
from webapp.db import db, now
from webapp.models.workflow_run import Awaits, WorkflowRun, WorkflowStepRun
from webapp.services.workflows import starting
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS


def start(kind: str, data: Mapping[str, Any]) -> None:
    """Something happened: start what listens to it. One workflow that raises keeps no other from it."""
    for trigger in TRIGGERS.values():
        if trigger.signal == kind:
            _start(trigger.kind, trigger.happened(data))


def _start(trigger: str, happened: Happened | None) -> None:
    if happened is None:
        return
    for workflow, document in starting.fitting(trigger, happened):
        starting.start_alone(workflow, document, happened)


def call_ended(data: Mapping[str, Any]) -> None:
    """The hook of a call's end: the run that placed it goes on."""
    placed = select(WorkflowStepRun.run_id).where(WorkflowStepRun.entry_id == data["call"])
    run_id = db.session.scalar(placed.limit(1))
    if run_id is not None:
        waits = (WorkflowRun.id == run_id, WorkflowRun.awaits == Awaits.CALL)
        db.session.execute(update(WorkflowRun).where(*waits).values(due_at=now()))
        queue.later(queue.RUN_WORKFLOWS)
