"""Records of tasks and callbacks: what was asked and done for someone. They go with their conversations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from webapp.bulk import in_param
from webapp.db import UNTRACKED, db, now, only_reading
from webapp.errors import Conflict
from webapp.models.callback import Callback
from webapp.models.task_record import ActionRun, ActionState, RecordState, TaskRecord
from webapp.services import row_locks

AT_ONCE = 1000


def hold(threads: Sequence[int]) -> None:
    """Hold the records of these conversations, before anything else: none of them goes on meanwhile.

    Raises Conflict while another system is being asked about someone.
    """
    of_these = in_param(TaskRecord.thread_id, "ids")
    held = db.session.scalars(row_locks.in_order(TaskRecord.id, of_these), {"ids": list(threads)}).all()
    asked = select(ActionRun.id).where(
        in_param(ActionRun.record_id, "ids"),
        ActionRun.state == ActionState.RUNNING,
        ActionRun.next_try_at > now(),
    )
    if db.session.execute(asked.limit(1), {"ids": list(held)}).first() is not None:
        raise Conflict("Another system is being asked about them at this moment. Try again in a few minutes.")


def forget(threads: Sequence[int]) -> int:
    """All that was done for these conversations, which are locked. Returns how many records there were."""
    ids = {"ids": list(threads)}
    gone = delete(TaskRecord).where(in_param(TaskRecord.thread_id, "ids")).returning(TaskRecord.id)
    count = len(db.session.execute(gone, ids, execution_options=UNTRACKED).all())
    db.session.execute(
        delete(Callback).where(in_param(Callback.thread_id, "ids")), ids, execution_options=UNTRACKED
    )
    return count


def old(before: datetime) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """The ids of records that have ended, and of callbacks that were done, before then: some at a time."""
    over = (TaskRecord.at < before, TaskRecord.state != RecordState.RUNNING)
    done = (Callback.created_at < before, Callback.done_at < before)
    while True:
        with only_reading() as connection:
            records, callbacks = (_some(connection, TaskRecord, *over), _some(connection, Callback, *done))
        if not records and not callbacks:
            return
        yield records, callbacks


def conversations(records: Sequence[int], callbacks: Sequence[int]) -> set[int]:
    """Hold the records of a step of `old`; returns the conversations of both, to be held next."""
    these = (in_param(TaskRecord.id, "ids"), TaskRecord.state != RecordState.RUNNING)
    db.session.execute(row_locks.in_order(TaskRecord.id, *these), {"ids": list(records)}).all()
    of_records = select(TaskRecord.thread_id).where(in_param(TaskRecord.id, "ids"))
    of_callbacks = select(Callback.thread_id).where(in_param(Callback.id, "ids"))
    found = set(db.session.scalars(of_records, {"ids": list(records)}))
    return found | set(db.session.scalars(of_callbacks, {"ids": list(callbacks)}))


def remove(records: Sequence[int], callbacks: Sequence[int]) -> None:
    """Of conversations that are held; a task that has been tried again meanwhile stays."""
    over = (in_param(TaskRecord.id, "ids"), TaskRecord.state != RecordState.RUNNING)
    db.session.execute(delete(TaskRecord).where(*over), {"ids": list(records)}, execution_options=UNTRACKED)
    done = delete(Callback).where(in_param(Callback.id, "ids"))
    db.session.execute(done, {"ids": list(callbacks)}, execution_options=UNTRACKED)


def _some(connection: Any, model: Any, *where: ColumnElement[bool]) -> Sequence[int]:
    found: Sequence[int] = connection.scalars(
        select(model.id).where(*where).order_by(model.id).limit(AT_ONCE)
    ).all()
    return found
