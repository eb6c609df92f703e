"""The end of a task: noted, shown in its thread, and told to whatever waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.db import UNTRACKED, db, now
from webapp.models import states
from webapp.models.task_record import (
    ACTION_MOVES,
    RECORD_MOVES,
    ActionRun,
    ActionState,
    RecordState,
    TaskRecord,
)
from webapp.services import events, signals
from webapp.services.threads import activity


@dataclass(frozen=True)
class TaskResult:
    """How a task has ended: done, or failed at the action `failed` (its kind) for the reason `sentence`."""

    record_id: int
    thread_id: int
    state: RecordState
    sentence: str = ""
    failed: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)


def move(run: ActionRun, target: ActionState, **values: Any) -> None:
    """Move an action of a record that is locked. Raises IllegalMove when its state does not allow it."""
    moved = states.move(ActionRun, "state", ACTION_MOVES, target, ActionRun.id == run.id, **values)
    if db.session.execute(moved.returning(ActionRun.id), execution_options=UNTRACKED).first() is None:
        raise states.IllegalMove(f"{run.state} -> {target}")
    db.session.expire(run)


def done(record: TaskRecord) -> None:
    """All its actions are done."""
    _end(record, RecordState.DONE)
    events.note("thread.task_done", thread_id=record.thread_id, task=record.task_name)


def failed(record: TaskRecord, run: ActionRun, sentence: str) -> None:
    """At one action: those behind it are skipped."""
    move(run, ActionState.FAILED, error=sentence, done_at=now())
    for other in record.actions:
        if other.state == ActionState.WAITING:
            move(other, ActionState.SKIPPED)
    _end(record, RecordState.FAILED, error=sentence)
    events.note(
        "thread.task_failed",
        thread_id=record.thread_id,
        task=record.task_name,
        action=run.kind,
        sentence=sentence,
    )


def result(record_id: int) -> TaskResult | None:
    """How it has ended; None while it goes on, and when it is gone."""
    record = db.session.get(TaskRecord, record_id, populate_existing=True)
    if record is None or record.state == RecordState.RUNNING:
        return None
    kept = {name: value for run in record.actions for name, value in run.result.get("kept", {}).items()}
    at = next((run.kind for run in record.actions if run.state == ActionState.FAILED), "")
    return TaskResult(record.id, record.thread_id, RecordState(record.state), record.error, at, kept)


def _end(record: TaskRecord, state: RecordState, **values: Any) -> None:
    moved = states.move(TaskRecord, "state", RECORD_MOVES, state, TaskRecord.id == record.id, **values)
    db.session.execute(moved.values(done_at=now()), execution_options=UNTRACKED)
    db.session.expire(record)
    activity.renew(record.thread_id)
    signals.emit(signals.TASK_ENDED, record=record.id)
