"""Takes the made-up data away again. What people have added stays, and so does what that hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, ForeignKey, Select, Table, delete, or_, select, update

from webapp.db import Model, db
from webapp.models.agent import Agent
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.models.batch import Batch
from webapp.models.callback import Callback
from webapp.models.contact import Contact
from webapp.models.demo_row import DemoRow
from webapp.models.entry import Entry
from webapp.models.event import Event
from webapp.models.hold import Hold
from webapp.models.label import ContactLabel
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.opt_out import OptOut
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.models.upload import Upload
from webapp.models.user import User
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRun
from webapp.services import events, row_locks
from webapp.services.demo import marks

ORDER: tuple[type[Model], ...] = (
    WorkflowRun, Workflow, ContactLabel, TaskRecord, AgentTurn, OptOut, Hold, Callback, Entry, Thread, Batch,
    Upload, Contact, Number, Agent,
)  # fmt: skip
"""Those that refer to others go first."""
LOCKED: tuple[type[Model], ...] = (
    Workflow,
    WorkflowRun,
    TaskRecord,
    Entry,
    Batch,
    Contact,
    Thread,
    Hold,
    OptOut,
    Callback,
    Number,
)
"""In the order of services/row_locks."""
LOOSE = {
    (Event.__tablename__, "batch_id"),
    (Event.__tablename__, "thread_id"),
    (OptOut.__tablename__, "message_id"),
    (Batch.__tablename__, "copied_from"),
}
"""Pointers that are emptied: what they stand in says enough without."""
Rows = dict[str, set[int]]
"""Ids by table."""


@dataclass
class Removed:
    """`rows`: how many were removed. `kept`: made-up rows that stay, by table, each with its name."""

    rows: int = 0
    kept: dict[str, list[str]] = field(default_factory=dict)


def remove(by: User | None = None) -> Removed:
    """Take away what was made up, and forget that it was; what stays is remembered, for another time."""
    going = {_table(model).name: marks.of(model) for model in ORDER}
    _hold(going)
    staying = _changed(going)
    _keep_what_is_needed(going, staying)
    kept = {name: _named(name, staying[name]) for name in staying if staying[name]}
    _loosen(going)
    removed = sum(_delete(_table(model), going) for model in ORDER)
    _forget(staying)
    events.note("demo.removed", user_id=by.id if by else None, count=removed)
    db.session.expire_all()
    return Removed(removed, kept)


def _hold(going: Rows) -> None:
    """The services of numbers go with these, and the timers of agents with their threads."""
    if row_locks.one_writer():
        return
    for model in LOCKED:
        column = _table(model).c.id
        _lock(column, going[_table(model).name])
    _lock(_table(NumberService).c.number_id, going[Number.__tablename__])
    _lock(_table(Answering).c.thread_id, going[Thread.__tablename__])


def _lock(column: Column[int], ids: set[int]) -> None:
    if ids:
        db.session.execute(select(column).where(column.in_(ids)).order_by(column).with_for_update())


def _changed(going: Rows) -> Rows:
    """An agent that people have changed is theirs by now."""
    agents = going[Agent.__tablename__]
    changed = set(db.session.scalars(select(Agent.id).where(Agent.id.in_(agents), Agent.version > 1)))
    agents -= changed
    return {name: set() for name in going} | {Agent.__tablename__: changed}


def _keep_what_is_needed(going: Rows, staying: Rows) -> None:
    """Until nothing that stays refers to anything that goes."""
    again = True
    while again:
        again = False
        for model in ORDER:
            name = _table(model).name
            needed = {row_id for key in _references(name) for row_id in _needed(key, going)} & going[name]
            if needed:
                going[name] -= needed
                staying[name] |= needed
                again = True


def _references(name: str) -> Sequence[ForeignKey]:
    """The columns elsewhere that point to a table, and whose rows do not go with theirs."""
    return [
        key
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == name
        if key.ondelete is None and (table.name, key.parent.name) not in LOOSE
    ]


def _needed(key: ForeignKey, going: Rows) -> set[int]:
    """What the rows that stay point to by this column."""
    table, column = key.parent.table, key.parent
    query: Select[int] = select(column).where(column.in_(going[key.column.table.name]))
    if table.name in going:
        query = query.where(table.c.id.not_in(going[table.name]))
    for owner in _owners(table):
        query = query.where(or_(owner.is_(None), owner.not_in(going[_owner_of(owner)])))
    return set(db.session.scalars(query.distinct()))


def _owners(table: Table) -> list[Column[int]]:
    """The columns by which a row goes when another one does."""
    keys = [key for key in table.foreign_keys if key.ondelete == "CASCADE"]
    return [key.parent for key in keys if key.column.table.name in {_table(model).name for model in ORDER}]


def _owner_of(column: Column[int]) -> str:
    return next(key.column.table.name for key in column.foreign_keys)


def _loosen(going: Rows) -> None:
    for name, column in LOOSE:
        table = db.metadata.tables[name]
        target = _owner_of(table.c[column])
        theirs = table.c[column].in_(going[target])
        db.session.execute(update(table).where(theirs).values({column: None}))


def _delete(table: Table, going: Rows) -> int:
    ids = going[table.name]
    if ids:
        db.session.execute(delete(table).where(table.c.id.in_(ids)))
    return len(ids)


def _forget(staying: Rows) -> None:
    """Of what stays it is still remembered that it was made up; the rest is gone."""
    for name in {_table(model).name for model in ORDER}:
        gone = (DemoRow.table_name == name, DemoRow.row_id.not_in(staying[name]))
        db.session.execute(delete(DemoRow).where(*gone))


def _named(name: str, ids: set[int]) -> list[str]:
    """What people know these rows by; [] for those that have no name of their own."""
    queries = {
        Agent.__tablename__: select(Agent.name).where(Agent.id.in_(ids)).order_by(Agent.name),
        Workflow.__tablename__: select(Workflow.name).where(Workflow.id.in_(ids)).order_by(Workflow.name),
        Batch.__tablename__: select(Batch.name).where(Batch.id.in_(ids)).order_by(Batch.name),
        Number.__tablename__: select(Number.e164).where(Number.id.in_(ids)).order_by(Number.e164),
        Contact.__tablename__: select(Contact.name).where(Contact.id.in_(ids)).order_by(Contact.name),
    }
    threads = select(Contact.name).join(Thread, Thread.contact_id == Contact.id).where(Thread.id.in_(ids))
    queries[Thread.__tablename__] = threads.order_by(Contact.name)
    return list(db.session.scalars(queries[name])) if name in queries else []


def _table(model: type[Model]) -> Table:
    return db.metadata.tables[model.__tablename__]
