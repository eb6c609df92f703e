"""Runs of workflows, each step that they did, and starts that were refused."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import BigId, Model, now, partial_index
from webapp.models import states
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.models.workflow import Workflow


class RunState(StrEnum):
    """WAITING: for its time, or for something to happen. RUNNING: another system is being asked.

    STOPPED: what was to stop it has happened. CANCELED: a person, or another workflow, did not want it.
    """

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    CANCELED = "canceled"
    FAILED = "failed"


R = RunState

RUN_MOVES: states.Table = {
    R.WAITING: frozenset({R.WAITING, R.RUNNING, R.DONE, R.STOPPED, R.CANCELED, R.FAILED}),
    R.RUNNING: frozenset({R.WAITING, R.STOPPED, R.CANCELED, R.FAILED}),
    R.DONE: frozenset(),
    # A person has it go on from one of its steps.
    R.STOPPED: frozenset({R.WAITING}),
    R.CANCELED: frozenset({R.WAITING}),
    R.FAILED: frozenset({R.WAITING}),
}
ACTIVE = "state IN ('waiting', 'running')"


class Awaits(StrEnum):
    """What a run waits for, besides its time. TIME: for that alone. NOTHING: its next step is due."""

    NOTHING = ""
    TIME = "time"
    REPLY = "reply"
    CALL = "call"
    HOURS = "hours"


class StepState(StrEnum):
    """WAITING: it was begun, and waits. LEFT_OUT: a rule was in the way, and the run went on.

    UNKNOWN: another system was asked, and no one can tell whether it did what it was asked for.
    """

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    LEFT_OUT = "left_out"
    FAILED = "failed"
    UNKNOWN = "unknown"
    STOPPED = "stopped"


STEP_MOVES: states.Table = {
    StepState.WAITING: frozenset(StepState),
    # Waiting again: another system asked to come back, or may be asked again without harm.
    StepState.RUNNING: frozenset(StepState) - {StepState.RUNNING},
    StepState.DONE: frozenset(),
    StepState.LEFT_OUT: frozenset(),
    StepState.FAILED: frozenset(),
    StepState.UNKNOWN: frozenset(),
    StepState.STOPPED: frozenset(),
}


class WorkflowRun(Model):
    """One contact in a workflow, with the version that was published when it began.

    `event_key`: names what started it; the same event starts a workflow once. `event`: what is known of that,
    by name. `step`: the id of the step that is next, or waits. `due_at` (UTC): when it is looked at; while it
    is RUNNING: the end of that lease. `reply_id`: the message for which it waited. `stops_on_reply`: as its
    version says. `reason`: the sentence that says why it ended, if not by its last step.
    """

    __tablename__ = "workflow_run"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workflow_id: Mapped[int] = mapped_column(ForeignKey("workflow.id"))
    version: Mapped[int]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    event_key: Mapped[str] = mapped_column(String(120))
    event: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[RunState] = mapped_column(String(10), default=RunState.WAITING)
    step: Mapped[str] = mapped_column(String(20))
    awaits: Mapped[Awaits] = mapped_column(String(10), default=Awaits.NOTHING, server_default="")
    due_at: Mapped[datetime | None]
    reply_id: Mapped[int | None] = mapped_column(BigId)
    stops_on_reply: Mapped[bool] = mapped_column(default=False, server_default=false())
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    started_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    workflow: Mapped[Workflow] = relationship()
    contact: Mapped[Contact] = relationship()
    thread: Mapped[Thread | None] = relationship()
    steps: Mapped[list[WorkflowStepRun]] = relationship(
        order_by="WorkflowStepRun.no", back_populates="run", passive_deletes=True
    )

    __table_args__ = (
        UniqueConstraint("workflow_id", "event_key"),
        Index("ix_workflow_run_due", "due_at", "id", **partial_index(f"due_at IS NOT NULL AND {ACTIVE}")),
        Index("ix_workflow_run_active", "contact_id", "workflow_id", **partial_index(ACTIVE)),
        Index("ix_workflow_run_at_step", "workflow_id", "step", **partial_index(ACTIVE)),
        Index("ix_workflow_run_contact", "contact_id", "id"),
        Index("ix_workflow_run_state", "workflow_id", "state", "id"),
        Index("ix_workflow_run_workflow", "workflow_id", "id"),
        Index("ix_workflow_run_started", "workflow_id", "started_at"),
        Index("ix_workflow_run_thread", "thread_id", **partial_index("thread_id IS NOT NULL")),
    )

    def transition_to(self, target: RunState, **values: Any) -> None:
        """Move a run that is held, and set these columns. Raises IllegalMove."""
        states.check(RUN_MOVES, RunState(self.state), target)
        for name, value in {"state": target, **values}.items():
            setattr(self, name, value)


class WorkflowStepRun(Model):
    """The `no`th step that a run did. `input`: its settings as they were filled; `output`: what later steps
    may use of it. `branch`: the one it led to. `error`: a sentence. `entry_id`: the message or call that it
    queued. `attempts`: at asking another system.
    """

    __tablename__ = "workflow_step_run"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("workflow_run.id", ondelete="CASCADE"))
    no: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[StepState] = mapped_column(String(10))
    input: Mapped[dict[str, Any]] = mapped_column(default=dict)
    output: Mapped[dict[str, Any]] = mapped_column(default=dict)
    branch: Mapped[str] = mapped_column(String(20), default="", server_default="")
    error: Mapped[str] = mapped_column(Text, default="", server_default="")
    entry_id: Mapped[int | None] = mapped_column(BigId)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]

    run: Mapped[WorkflowRun] = relationship(back_populates="steps")

    __table_args__ = (
        UniqueConstraint("run_id", "no"),
        Index("ix_workflow_step_run_entry", "entry_id", **partial_index("entry_id IS NOT NULL")),
    )

    def transition_to(self, target: StepState) -> None:
        """Change the state of a step whose run is held. Raises IllegalMove."""
        states.check(STEP_MOVES, StepState(self.state), target)
        self.state = target


class WorkflowRefusal(Model):
    """A start that was refused. `why`: a word for lists; `sentence`: for people. Kept for 30 days."""

    __tablename__ = "workflow_refusal"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workflow_id: Mapped[int] = mapped_column(ForeignKey("workflow.id", ondelete="CASCADE"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    event_key: Mapped[str] = mapped_column(String(120))
    why: Mapped[str] = mapped_column(String(20))
    sentence: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)

    contact: Mapped[Contact | None] = relationship()

    __table_args__ = (
        UniqueConstraint("workflow_id", "event_key"),
        Index("ix_workflow_refusal_workflow", "workflow_id", "id"),
        Index("ix_workflow_refusal_contact", "contact_id", **partial_index("contact_id IS NOT NULL")),
        Index("ix_workflow_refusal_at", "at", "id"),
    )
