"""Staff are asked for: a task has failed, or one of its actions leaves the conversation to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from webapp.agents.base import HandoffKind
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.agent_turn import AgentTurn
from webapp.models.source import SourceKind
from webapp.models.status_change import Because
from webapp.models.task_record import ActionRun, RecordState, TaskRecord
from webapp.models.thread import Thread
from webapp.services.actions import ending
from webapp.services.agents.turns import handing_off, holding
from webapp.services.threads import notes


def see_to_failed(data: Mapping[str, Any]) -> None:
    """The hook of a task's end. What it could not do is for staff to see to: its thread needs them.

    One that an agent has begun is handed off with its sentence; another one shows it among its tasks.
    """
    ended = ending.result(data["record"])
    if ended is None or ended.state != RecordState.FAILED:
        return
    thread = holding.hold(ended.thread_id)
    record = db.session.get(TaskRecord, ended.record_id)
    if thread is None or record is None:
        return
    if record.source == SourceKind.AGENT:
        reason = f"The task “{record.task_name}” failed. {ended.sentence}"
        _hand_off(thread, HandoffKind.TASK, reason, record.id)
    else:
        holding.show(thread, Because.TASK)


def ask_staff(data: Mapping[str, Any]) -> None:
    """The hook of an action that hands off: `thread`, `reason`, `action`."""
    thread = holding.hold(data["thread"])
    record_id = db.session.scalar(select(ActionRun.record_id).where(ActionRun.key == data["action"]))
    if thread is not None:
        _hand_off(thread, HandoffKind.RULE, data["reason"], record_id)


def _hand_off(thread: Thread, kind: HandoffKind, reason: str, record_id: int | None) -> None:
    """Where a person has the word already, or wants no agent, that stays: the reason becomes a note."""
    if thread.agent_state in (AgentState.PAUSED, AgentState.OFF):
        notes.add(thread, reason[: notes.LONGEST], None)
        holding.show(thread, Because.TASK)
    else:
        handing_off.hand_off(thread, kind, reason)
    began = (AgentTurn.record_id == record_id, AgentTurn.handoff == "")
    if record_id is not None:
        db.session.execute(update(AgentTurn).where(*began).values(handoff=str(kind)))
