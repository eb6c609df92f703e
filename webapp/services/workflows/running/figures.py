"""What came of workflows, for their list: how many were started, refused, wait and failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.db import db
from webapp.models.workflow_run import RunState, WorkflowRefusal, WorkflowRun

ACTIVE = (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True)
class Figures:
    """`refused`: of the last 30 days. `last_at` (UTC): when a run was started last."""

    started: int = 0
    waiting: int = 0
    failed: int = 0
    refused: int = 0
    last_at: datetime | None = None


def of(workflow_ids: Iterable[int]) -> dict[int, Figures]:
    """By workflow; one without runs and refusals has zeros."""
    wanted = list(workflow_ids)
    found: dict[int, dict[str, int]] = {one: {} for one in wanted}
    last: dict[int, datetime | None] = {}
    runs = select(WorkflowRun.workflow_id, WorkflowRun.state, func.count(), func.max(WorkflowRun.started_at))
    runs = runs.where(WorkflowRun.workflow_id.in_(wanted))
    for workflow_id, state, count, at in db.session.execute(
        runs.group_by(WorkflowRun.workflow_id, WorkflowRun.state)
    ):
        for key in _keys(RunState(state)):
            found[workflow_id][key] = found[workflow_id].get(key, 0) + count
        last[workflow_id] = max(filter(None, (last.get(workflow_id), at)))
    refused = select(WorkflowRefusal.workflow_id, func.count())
    refused = refused.where(WorkflowRefusal.workflow_id.in_(wanted)).group_by(WorkflowRefusal.workflow_id)
    for workflow_id, count in db.session.execute(refused):
        found[workflow_id]["refused"] = count
    return {one: Figures(**counts, last_at=last.get(one)) for one, counts in found.items()}


def _keys(state: RunState) -> tuple[str, ...]:
    if state in ACTIVE:
        return "started", "waiting"
    return ("started", "failed") if state == RunState.FAILED else ("started",)
