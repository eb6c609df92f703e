"""Starting a task: its record and its actions are written; a job carries them out after the commit."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from webapp import queue
from webapp.db import UNTRACKED, db, insert, now
from webapp.errors import Conflict, Fault
from webapp.models import states
from webapp.models.source import LONGEST_NAME, Source
from webapp.models.task_record import (
    ACTION_MOVES,
    RECORD_MOVES,
    ActionRun,
    ActionState,
    RecordState,
    TaskRecord,
)
from webapp.models.thread import Thread
from webapp.rules import storable
from webapp.services import events, row_locks
from webapp.services.actions import ending, values
from webapp.services.actions.kinds import names_in
from webapp.services.actions.registry import MOST, Planned
from webapp.services.threads import activity


@dataclass(frozen=True)
class TaskRun:
    """A task that is to be carried out now. `fields`: normalized values by key. `agent_*`: who has them."""

    key: str
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    actions: Sequence[Planned] = ()
    agent_id: int | None = None
    agent_version: int | None = None


def start(thread: Thread, task: TaskRun, by: Source, key: str) -> TaskRecord:
    """Write the record in the caller's transaction; a job acts after the commit.

    The same `key` (80 characters at most) starts it once, and is answered with the same record. Raises Fault
    for more actions than a task may have. It holds the thread: what needs rows that come earlier in the order
    of services/row_locks (an opt-out, say) comes before it.
    """
    if len(task.actions) > MOST:
        raise Fault(f"A task can have up to {MOST} actions.")
    record_id = _write(thread, task, by, key)
    record = db.session.scalars(select(TaskRecord).where(TaskRecord.key == key)).one()
    if record_id is not None:
        db.session.add_all(_actions(record_id, task.actions))
        db.session.flush()
        _go(record)
    return record


def _go(record: TaskRecord) -> None:
    if not record.actions:
        ending.done(record)
        return
    activity.touch([record.thread_id])
    queue.later(queue.CARRY_OUT_TASK, record.id)


def try_again(
    record_id: int, user_id: int, *, thread_id: int | None = None, agent_id: int | None = None
) -> TaskRecord:
    """A person has a failed task go on from the action that failed, under the same keys. Raises Conflict.

    `thread_id`, `agent_id`: whose record it must be, where that is known.
    """
    whose = [TaskRecord.id == record_id]
    whose += [TaskRecord.thread_id == thread_id] if thread_id is not None else []
    whose += [TaskRecord.agent_id == agent_id] if agent_id is not None else []
    locked = row_locks.in_order(TaskRecord.id, *whose)
    if db.session.scalar(locked) is None:
        raise Conflict("This task is not there any more.")
    moved = states.move(TaskRecord, "state", RECORD_MOVES, RecordState.RUNNING, TaskRecord.id == record_id)
    if db.session.execute(moved.values(error="", done_at=None).returning(TaskRecord.id)).first() is None:
        raise Conflict("This task goes on already, or is done.")
    waiting = states.move(
        ActionRun, "state", ACTION_MOVES, ActionState.WAITING, ActionRun.record_id == record_id,
        attempts=0, error="", next_try_at=None, done_at=None,
    )  # fmt: skip
    db.session.execute(waiting, execution_options=UNTRACKED)
    db.session.expire_all()
    record = db.session.get_one(TaskRecord, record_id)
    next(run for run in record.actions if run.state == ActionState.WAITING).next_try_at = now()
    activity.touch([record.thread_id])
    events.note("thread.task_retried", user_id=user_id, thread_id=record.thread_id, task=record.task_name)
    queue.later(queue.CARRY_OUT_TASK, record_id)
    return record


def _write(thread: Thread, task: TaskRun, by: Source, key: str) -> int | None:
    """The id of a new record; None when there is one with this key."""
    names = {name for one in task.actions for name in names_in(one.settings)}
    row = {
        "thread_id": thread.id, "contact_id": thread.contact_id, "key": key,
        "agent_id": task.agent_id, "agent_version": task.agent_version,
        "task_key": task.key[:60], "task_name": task.name[:100],
        "fields": storable.clean_json(dict(task.fields)), "inputs": values.inputs(thread, names),
        "source": by.kind, "source_name": by.name[:LONGEST_NAME], "source_id": by.id,
    }  # fmt: skip
    written = insert(TaskRecord).values(**row).on_conflict_do_nothing(index_elements=["key"])
    return db.session.scalar(written.returning(TaskRecord.id))


def _actions(record_id: int, planned: Sequence[Planned]) -> list[ActionRun]:
    moment = now()
    return [
        ActionRun(
            record_id=record_id, position=position, kind=one.kind, settings=dict(one.settings),
            digest=digest(one), key=secrets.token_hex(16), next_try_at=None if position else moment,
        )
        for position, one in enumerate(planned)
    ]  # fmt: skip


def digest(planned: Planned) -> str:
    """SHA-256 of what an action is and how it is set, in hexadecimal."""
    written = json.dumps([planned.kind, dict(planned.settings)], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()
