"""What came of the conversations of a batch of calls: their summaries, and what agents collected in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db
from webapp.models.call_turn import CallTurn, Speaker
from webapp.models.task_record import RecordState, TaskRecord
from webapp.models.thread import Thread
from webapp.rules.callflow.outcomes import Outcome

COLUMNS = ("summary", "tasks", "said")


def of(entries: Mapping[int, Any]) -> dict[int, tuple[str, str, str]]:
    """By recipient, of their latest entries: the conversation's summary, as it stands now, the tasks that
    were carried out since that entry began, with their fields, and what they said in it."""
    ids = sorted({entry.thread_id for entry in entries.values()})
    if not ids:
        return {}
    threads = {row.id: _summary(row) for row in db.session.execute(_summaries(), {"ids": ids})}
    records: dict[int, list[TaskRecord]] = defaultdict(list)
    for record in db.session.scalars(_records(), {"ids": ids}):
        records[record.thread_id].append(record)
    heard = said(entries)
    return {
        recipient: (
            threads.get(entry.thread_id, ""),
            _tasks(entry, records[entry.thread_id]),
            heard.get(recipient, ""),
        )
        for recipient, entry in entries.items()
    }


def said(entries: Mapping[int, Any]) -> dict[int, str]:
    """By recipient, what they said or pressed in their latest call, if a person answered it."""
    calls = {one.id: recipient for recipient, one in entries.items() if one.outcome == Outcome.ANSWERED}
    found: dict[int, list[str]] = defaultdict(list)
    for row in execute_core(_said(), {"ids": sorted(calls)}) if calls else ():
        found[calls[row.call_id]].append(row.text)
    return {recipient: " | ".join(texts) for recipient, texts in found.items()}


def _summary(row: Any) -> str:
    return " ".join(part for part in (row.title, *str(row.summary).splitlines()) if part)


def _tasks(entry: Any, records: Sequence[TaskRecord]) -> str:
    own = [one for one in records if entry.claimed_at and one.at >= entry.claimed_at]
    return " | ".join(map(_task, own))


def _task(record: TaskRecord) -> str:
    """`Appointment: name=Ada; day=2026-12-01`."""
    failed = " (failed)" if record.state == RecordState.FAILED else ""
    fields = "; ".join(f"{key}={value}" for key, value in record.fields.items())
    return f"{record.task_name}{failed}: {fields}" if fields else f"{record.task_name}{failed}"


@cached_statement
def _summaries() -> Select[int, str, str]:
    return select(Thread.id, Thread.title, Thread.summary).where(in_param(Thread.id, "ids"))


@cached_statement
def _said() -> Select[int, str]:
    theirs = (in_param(CallTurn.call_id, "ids"), CallTurn.who == Speaker.CONTACT)
    query = select(CallTurn.call_id, CallTurn.text).where(*theirs)
    return query.order_by(CallTurn.call_id, CallTurn.n)


@cached_statement
def _records() -> Select[TaskRecord]:
    theirs = select(TaskRecord).where(in_param(TaskRecord.thread_id, "ids"))
    return theirs.order_by(TaskRecord.thread_id, TaskRecord.id)
