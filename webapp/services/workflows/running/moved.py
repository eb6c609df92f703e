"""The day that a run waits for was moved, or its contact is on another clock: it waits for the new moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webapp.bulk import in_param
from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.workflow_run import Awaits, RunState, WorkflowRun
from webapp.rules.workflow import outline
from webapp.services.workflows import ending, store, values
from webapp.services.workflows.running import moves, noting
from webapp.services.workflows.steps import waiting
from webapp.services.workflows.steps.base import Waits
from webapp.services.workflows.steps.registry import STEPS

UNTIL_A_DAY = ("wait_until", "wait_reply")


def changed(data: Mapping[str, Any]) -> None:
    """The hook of an attribute: `contact`."""
    _look(data["contact"], Awaits.TIME, Awaits.REPLY)


def located(data: Mapping[str, Any]) -> None:
    """The hook of a `contact` who is in another time zone: hours open at another time, too."""
    _look(data["contact"], Awaits.TIME, Awaits.REPLY, Awaits.HOURS)


def _look(contact_id: int, *awaits: Awaits) -> None:
    waits = (WorkflowRun.awaits.in_(awaits), WorkflowRun.due_at > now(), WorkflowRun.reply_id.is_(None))
    ids = ending.hold(WorkflowRun.contact_id == contact_id, WorkflowRun.state == RunState.WAITING, *waits)
    query = select(WorkflowRun).where(in_param(WorkflowRun.id, "ids"))
    fresh = {"populate_existing": True}
    for run in db.session.scalars(query, {"ids": ids}, execution_options=fresh) if ids else ():
        until = now() if run.awaits == Awaits.HOURS else _until(run)
        if until is not None and until != run.due_at:
            moves.wait(run, Waits(max(until, now()), run.awaits))


def _until(run: WorkflowRun) -> datetime | None:
    """None where it waits for no day, or the day is none any more: then the step says so in its time."""
    placed = outline.find(store.version(run.workflow_id, run.version), run.step)
    record = noting.begun(run)
    if placed is None or record is None or placed.step.kind not in UNTIL_A_DAY:
        return None
    step = placed.step
    if step.kind == "wait_reply" and not step.settings.get("date", "").strip():
        return None
    try:
        known = values.of(run).named_in(step.settings.values())
        return waiting.until(run.contact, step, STEPS[step.kind].read(step.settings), known, record.at)
    except Fault:
        return None
