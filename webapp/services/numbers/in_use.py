"""What needs one of our numbers, in words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select

from webapp.channels import registry as channels
from webapp.db import db, inline_literal
from webapp.models.batch import Batch, BatchState
from webapp.models.entry import Entry
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.workflow import Workflow, WorkflowState, WorkflowVersion

GOING_ON = (BatchState.PENDING, BatchState.SCHEDULED, BatchState.RUNNING, BatchState.PAUSED)


def of(number: Number) -> str | None:
    """Why it cannot be removed, in words; None when it can."""
    threads = db.session.scalar(select(func.count()).where(Thread.number_id == number.id)) or 0
    uses = [
        _count(count, one, many)
        for count, one, many in (
            (_batches(Batch.number_id == number.id), "batch", "batches"),
            (threads, "conversation", "conversations"),
        )
        if count
    ]
    if not uses and (workflows := _workflows(number.id)):  # they are read one by one
        uses = [_count(workflows, "workflow", "workflows")]
    return f"it is used by {' and '.join(uses)}" if uses else None


def _workflows(number_id: int) -> int:
    """How many have it in their draft, or in what is published; those that are archived do not count."""
    current = (WorkflowVersion.workflow_id == Workflow.id) & (WorkflowVersion.number == Workflow.version)
    query = select(Workflow.draft, WorkflowVersion.document).outerjoin(WorkflowVersion, current)
    rows = db.session.execute(query.where(Workflow.state != WorkflowState.ARCHIVED))
    return sum(any(_mentions(one, number_id) for one in row if one) for row in rows)


def _mentions(document: Any, number_id: int) -> bool:
    trigger = document.get("trigger") or {}
    named = trigger.get("settings", {}).get("number", "")
    return number_id == document.get("box", {}).get("number_id") or str(number_id) == str(named)


def by_channel(number_id: int, channel: str) -> str | None:
    """What waits for its turn, or for the morning, and would wait for ever without this channel."""
    words, kind = channels.of(channel).words, channels.of(channel).kind
    going_on = (Batch.number_id == number_id, Batch.channel == channel, Batch.state.in_(GOING_ON))
    batches = _batches(*going_on)
    if batches:
        return words.batches_wait.after(batches)
    waits = (Entry.number_id == number_id, Entry.state == inline_literal("queued"))
    own = (*waits, Entry.kind == kind)
    entries = db.session.scalar(select(func.count()).select_from(Entry).where(*own)) or 0
    return words.waits.after(entries) if entries else None


def _batches(*where: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Batch).where(*where)) or 0


def _count(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
