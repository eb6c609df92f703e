"""What the tasks of agents have done: a thread's, an agent's, and an agent's as a table to take away."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.agents.base import Ran
from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db
from webapp.models.task_record import RecordState, TaskRecord
from webapp.services import paging
from webapp.services.agents import store
from webapp.services.csv_lines import line
from webapp.services.paging import Page

SIZE, SIZE_OF_CSV = 25, 500
BEGINNING = ("record", "started", "ended", "task", "state", "what was wrong", "phone", "name")
OTHERS = "other fields"
"""Of tasks that the agent does not have any more."""


def of_agent(agent_id: int, before: int | None = None, size: int = SIZE) -> Page[TaskRecord]:
    """With their actions and contacts, the newest first. `before`: the last id of the page before."""
    return paging.newest(_whole().where(TaskRecord.agent_id == agent_id), TaskRecord.id, before, size)


def between(thread_id: int, start: datetime | None, until: datetime | None) -> Sequence[TaskRecord]:
    """A thread's, with their actions, from `start` on and before `until`, oldest first."""
    query = select(TaskRecord).options(selectinload(TaskRecord.actions))
    query = query.where(TaskRecord.thread_id == thread_id)
    query = query if start is None else query.where(TaskRecord.at >= start)
    query = query if until is None else query.where(TaskRecord.at < until)
    return db.session.scalars(query.order_by(TaskRecord.id)).all()


def ran_in(thread_ids: Collection[int]) -> dict[int, list[Ran]]:
    """By thread, the tasks that were carried out there and have not failed, the oldest first."""
    found = dict[int, list[Ran]]((thread_id, []) for thread_id in thread_ids)
    for row in execute_core(_ran_in(), {"ids": list(thread_ids)}):
        values = tuple(str(value) for value in (row.fields or {}).values() if value)
        found[row.thread_id].append(Ran(row.task_name, values))
    return found


@cached_statement
def _ran_in() -> Select[int, str, dict[str, Any]]:
    query = select(TaskRecord.thread_id, TaskRecord.task_name, TaskRecord.fields)
    query = query.where(in_param(TaskRecord.thread_id, "ids"), TaskRecord.state != RecordState.FAILED)
    return query.order_by(TaskRecord.id)


def csv(agent_id: int) -> Iterator[str]:
    """Every record of an agent, the newest first, line by line: a column for each field of its tasks.

    Times are UTC. Raises NotFound, with the first line.
    """
    columns = _columns(agent_id)
    yield line([*BEGINNING, *columns.values(), OTHERS])
    for rows in paging.pages(lambda before: of_agent(agent_id, before, SIZE_OF_CSV)):
        for record in rows:
            yield line([*_beginning(record), *_values(record, list(columns))])


def _whole() -> Select[TaskRecord]:
    return select(TaskRecord).options(joinedload(TaskRecord.contact), selectinload(TaskRecord.actions))


def _columns(agent_id: int) -> dict[str, str]:
    """The heading of each field, by its key; one key of two tasks is one column."""
    columns: dict[str, str] = {}
    for task in store.current(store.get(agent_id)).definition.tasks:
        for field in task.fields:
            columns.setdefault(field.key, field.label)
    return columns


def _beginning(record: TaskRecord) -> Sequence[str]:
    times = (_time(record.at), _time(record.done_at))
    what = (record.task_name, str(record.state), record.error)
    return (str(record.id), *times, *what, record.contact.phone, record.contact.name)


def _values(record: TaskRecord, keys: Sequence[str]) -> Sequence[str]:
    fields: Mapping[str, object] = record.fields
    others = "; ".join(f"{key}: {value}" for key, value in fields.items() if key not in keys and value)
    return [*(str(fields.get(key, "")) for key in keys), others]


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
