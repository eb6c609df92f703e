"""What came of workflows, for their pages: how many were started, refused, wait and failed.

No more than MANY are counted of any kind: a page must not take longer the longer a workflow is in use.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, Select, func, literal, select

from webapp.db import db
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import RunState, WorkflowRefusal, WorkflowRun

MANY = 10_000
"""Of more than these, one more is counted."""
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
    refused = _some(select(literal(1)).where(WorkflowRefusal.workflow_id == Workflow.id))
    last = select(func.max(WorkflowRun.started_at)).where(WorkflowRun.workflow_id == Workflow.id)
    columns = [_in(state).label(state) for state in RunState]
    query = select(Workflow.id, refused.label("refused"), last.scalar_subquery().label("last_at"), *columns)
    return {
        row.id: _figures(row._mapping) for row in db.session.execute(query.where(Workflow.id.in_(wanted)))
    }


def tally(workflow_id: int) -> dict[RunState, int]:
    """How many runs there are, by state; those without any are left out."""
    query = select(*(_in(state).label(state) for state in RunState)).where(Workflow.id == workflow_id)
    row = db.session.execute(query.select_from(Workflow)).one()._mapping
    return {state: row[state] for state in RunState if row[state]}


def _in(state: RunState) -> ColumnElement[int]:
    here = (WorkflowRun.workflow_id == Workflow.id, WorkflowRun.state == state)
    return _some(select(literal(1)).where(*here))


def _some(rows: Select[int]) -> ColumnElement[int]:
    """How many they are, up to one more than MANY; of the workflow that is selected."""
    some = rows.correlate(Workflow).limit(MANY + 1).subquery()
    return select(func.count()).select_from(some).correlate(Workflow).scalar_subquery()


def _figures(row: RowMapping) -> Figures:
    counts = {state: row[state] for state in RunState}
    waiting = sum(counts[state] for state in ACTIVE)
    started = sum(counts.values())
    return Figures(started, waiting, counts[RunState.FAILED], row["refused"], row["last_at"])
