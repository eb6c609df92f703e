"""What the tasks of agents have done: a thread's, an agent's, and an agent's as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.db import db
from webapp.models.task_record import TaskRecord
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
