"""The hook of signals: the workflows that listen to one start, and the runs that wait for it go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from webapp import queue
from webapp.bulk import in_param
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.workflow_run import Awaits, WorkflowRun, WorkflowStepRun
from webapp.services import row_locks
from webapp.services.workflows import starting
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS


def start(kind: str, data: Mapping[str, Any]) -> None:
    """Something happened: start what listens to it. One workflow that raises keeps no other from it."""
    for trigger in TRIGGERS.values():
        if trigger.signal == kind:
            _start(trigger.kind, trigger.happened(data))


def start_all(kind: str, told: Sequence[Mapping[str, Any]]) -> None:
    """The same for some things of a kind that happened; one that is refused stops no other.

    Their contacts are held in their order (services/row_locks), before the first start holds its own.
    """
    for trigger in TRIGGERS.values():
        if trigger.signal == kind:
            found = [one for data in told if (one := trigger.happened(data)) is not None]
            ids = {"ids": [one.contact.id for one in found]}
            db.session.execute(row_locks.in_order(Contact.id, in_param(Contact.id, "ids")), ids).all()
            for happened in found:
                _start(trigger.kind, happened)


def _start(trigger: str, happened: Happened | None) -> None:
    if happened is None:
        return
    for workflow, document in starting.fitting(trigger, happened):
        starting.contained(workflow, document, happened)


def call_ended(data: Mapping[str, Any]) -> None:
    """The hook of a call's end: the run that placed it goes on."""
    placed = select(WorkflowStepRun.run_id).where(WorkflowStepRun.entry_id == data["call"])
    run_id = db.session.scalar(placed.limit(1))
    if run_id is not None:
        waits = (WorkflowRun.id == run_id, WorkflowRun.awaits == Awaits.CALL)
        db.session.execute(update(WorkflowRun).where(*waits).values(due_at=now()))
        queue.later(queue.RUN_WORKFLOWS)
