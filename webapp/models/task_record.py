"""What tasks have done: a record each time one is carried out, and a row for each of its actions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import BigId, Model, now, partial_index
from webapp.models import states
from webapp.models.contact import Contact
from webapp.models.source import LONGEST_NAME, Source, SourceKind
from webapp.models.thread import Thread


class RecordState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


RECORD_MOVES: states.Table = {
    RecordState.RUNNING: frozenset({RecordState.DONE, RecordState.FAILED}),
    RecordState.DONE: frozenset(),
    RecordState.FAILED: frozenset({RecordState.RUNNING}),
}


class ActionState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


A = ActionState

ACTION_MOVES: states.Table = {
    A.WAITING: frozenset({A.RUNNING, A.DONE, A.FAILED, A.SKIPPED}),
    # Running again: the worker that ran it died. It is repeated under the same key.
    A.RUNNING: frozenset({A.RUNNING, A.WAITING, A.DONE, A.FAILED}),
    A.DONE: frozenset(),
    A.FAILED: frozenset({A.WAITING}),
    A.SKIPPED: frozenset({A.WAITING}),
}


class TaskRecord(Model):
    """A task that was carried out once, in a thread.

    `key`: its caller's name for it; the same key starts nothing twice. `fields`: normalized values by key.
    `inputs`: the values of other placeholders that its actions use, as they were when it was started.
    `error`: the sentence that says why it failed. `agent_version`: the version of the agent that ran it.
    """

    __tablename__ = "task_record"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    agent_id: Mapped[int | None]
    agent_version: Mapped[int | None]
    key: Mapped[str] = mapped_column(String(80), unique=True)
    task_key: Mapped[str] = mapped_column(String(60))
    task_name: Mapped[str] = mapped_column(String(100))
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    inputs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[RecordState] = mapped_column(String(10), default=RecordState.RUNNING)
    error: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[SourceKind] = mapped_column(String(10))
    source_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    source_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]

    thread: Mapped[Thread] = relationship()
    contact: Mapped[Contact] = relationship()
    actions: Mapped[list[ActionRun]] = relationship(
        order_by="ActionRun.position", back_populates="record", passive_deletes=True
    )

    __table_args__ = (
        Index("ix_task_record_thread", "thread_id", "id"),
        Index("ix_task_record_contact", "contact_id", "id"),
        Index("ix_task_record_agent", "agent_id", "id"),
        Index("ix_task_record_at", "at", "id"),
    )

    @property
    def by(self) -> Source:
        """Who or what started it."""
        return Source(self.source, self.source_name, self.source_id)


class ActionRun(Model):
    """The `position`th action of a record, with its settings as they were then.

    `digest`: of the kind and the settings; the same digest is the same action. `key`: names it to those who
    are asked to do something once (a server, the outbox), however often it is tried.
    `next_try_at`: when it is looked at again; while it runs: the end of that lease; None before its turn.
    `result`: what was kept of an answer. `error`: what was wrong the last time.
    """

    __tablename__ = "action_run"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("task_record.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(String(30))
    settings: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[ActionState] = mapped_column(String(10), default=ActionState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]

    record: Mapped[TaskRecord] = relationship(back_populates="actions")

    __table_args__ = (
        UniqueConstraint("record_id", "position"),
        Index("ix_action_run_due", "next_try_at", **partial_index("state IN ('waiting', 'running')")),
    )
