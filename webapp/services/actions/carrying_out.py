"""Carrying out the actions of a record, in their order, each in a unit of work of its own.

What only changes our database is done together with the note that it is done. What asks another system is
claimed, asked with no transaction open, and recorded; a worker that died in between leaves a lease, after
which it is asked again under the same key, by which the other system can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from webapp import queue
from webapp.db import db, inline_literal, now
from webapp.errors import Fault
from webapp.models.task_record import ActionRun, ActionState, RecordState, TaskRecord
from webapp.services import containment
from webapp.services.actions import ending, values
from webapp.services.actions.base import Context, DatabaseAction, Outcome, RemoteAction, Result
from webapp.services.actions.registry import ACTIONS, unknown

LEASE = timedelta(minutes=2)
"""No other job asks for it for this long; the longest request takes a quarter of it."""
WAITS = [timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800)]
MOST_ATTEMPTS = len(WAITS) + 1
AT_ONCE = 200
OPEN = ActionRun.state.in_([inline_literal("waiting"), inline_literal("running")])
DIED = "Outbound was interrupted several times while it carried this out."


@dataclass(frozen=True)
class Claimed:
    """A request to another system that is to be made now: the `attempt`th time."""

    record_id: int
    run_id: int
    kind: str
    attempt: int
    request: Any = field(repr=False)


def due() -> Sequence[int]:
    """The ids of the records with an action to be carried out now, or one whose job must have died."""
    query = select(ActionRun.record_id).where(OPEN, ActionRun.next_try_at <= now())
    return db.session.scalars(query.order_by(ActionRun.next_try_at).limit(AT_ONCE)).unique().all()


def step(record_id: int) -> Claimed | bool:
    """Carry out the next action, or claim it if it asks another system. False: there is nothing to do now."""
    record = _locked(record_id)
    if record is None or record.state != RecordState.RUNNING:
        return False
    run = next((one for one in record.actions if one.state != ActionState.DONE), None)
    if run is None:
        ending.done(record)
        return False
    if run.next_try_at is not None and run.next_try_at > now():
        return False
    if run.attempts >= MOST_ATTEMPTS:
        ending.failed(record, run, run.error or DIED)
        return False
    return _begin(record, run)


def perform(claimed: Claimed) -> Outcome:
    """Ask. With no transaction open; raises nothing that the other side causes."""
    action = ACTIONS[claimed.kind]
    if not isinstance(action, RemoteAction):
        raise TypeError(claimed.kind)
    return action.perform(claimed.request)


def record(claimed: Claimed, outcome: Outcome) -> None:
    """Record what became of it, unless another job has taken it over, or the record is gone."""
    record = _locked(claimed.record_id)
    run = next((one for one in record.actions if one.id == claimed.run_id), None) if record else None
    if record is None or run is None or run.attempts != claimed.attempt:
        return
    if run.state != ActionState.RUNNING:
        return
    if outcome.result is not None:
        _done(record, run, outcome.result)
    elif outcome.again and run.attempts < MOST_ATTEMPTS:
        at = now() + max(WAITS[run.attempts - 1], timedelta(seconds=outcome.wait))
        ending.move(run, ActionState.WAITING, next_try_at=at, error=outcome.fault)
        queue.later(queue.CARRY_OUT_TASK, record.id, at=at)
    else:
        ending.failed(record, run, outcome.fault)


def set_aside(record_id: int, error: Exception) -> None:
    """A fault of our own ended an action: say so where people look."""
    record = _locked(record_id)
    if record is None or record.state != RecordState.RUNNING:
        return
    run = next((one for one in record.actions if one.state != ActionState.DONE), None)
    if run is not None:
        name = containment.name(error)
        ending.failed(record, run, f"Outbound failed on this action ({name}); the log says more.")


def _locked(record_id: int) -> TaskRecord | None:
    """Before anything else is locked: see services/row_locks."""
    query = select(TaskRecord).where(TaskRecord.id == record_id).with_for_update(key_share=True)
    record = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if record is not None:
        db.session.expire(record, ["actions"])
    return record


def _begin(record: TaskRecord, run: ActionRun) -> Claimed | bool:
    action = ACTIONS.get(run.kind)
    try:
        if action is None:
            raise Fault(unknown(run.kind))
        settings = action.read(run.settings)
        context = _context(record, run)
        if isinstance(action, RemoteAction):
            return _claim(record, run, action.prepare(context, settings))
        if not isinstance(action, DatabaseAction):
            raise TypeError(run.kind)
        with db.session.begin_nested():
            result = action.run(context, settings)
    except Fault as fault:
        ending.failed(record, run, fault.sentence)
        return False
    _done(record, run, result)
    return True


def _context(record: TaskRecord, run: ActionRun) -> Context:
    before = [one for one in record.actions if one.position < run.position]
    return Context(
        thread=record.thread,
        contact=record.contact,
        values=values.of(record, before),
        by=record.by,
        key=run.key,
        task=record.task_name,
    )


def _claim(record: TaskRecord, run: ActionRun, request: Any) -> Claimed:
    attempt = run.attempts + 1
    claimed = Claimed(record.id, run.id, run.kind, attempt, request)
    ending.move(run, ActionState.RUNNING, attempts=attempt, next_try_at=now() + LEASE)
    return claimed


def _done(record: TaskRecord, run: ActionRun, result: Result) -> None:
    said = {"kept": dict(result.kept), "sentence": result.sentence}
    kept = {name: value for name, value in said.items() if value}
    ending.move(run, ActionState.DONE, result=kept, error="", done_at=now(), next_try_at=None)
    following = next((one for one in record.actions if one.state == ActionState.WAITING), None)
    if following is None:
        ending.done(record)
    else:
        following.next_try_at = now()
