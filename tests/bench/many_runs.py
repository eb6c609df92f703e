"""Runs of a workflow by the thousand, written past the application: they wait at its first step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from tests.bench import bulk
from tests.bench.bulk import moment
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRun, WorkflowStepRun

CONTACT = "id phone name search_name attributes created_at"
RUN = "id workflow_id version contact_id event_key event state step awaits due_at started_at stops_on_reply"
STEP = "id run_id no step kind state input output at attempts"


def wait(workflow: Workflow, phones: Sequence[str], due: timedelta) -> None:
    """A contact for each phone, and a run of theirs at the workflow's first step, a wait until `due`."""
    at = datetime.now(UTC)
    now, then, of = moment(at), moment(at + due), (workflow.id, workflow.version)
    contacts, runs, steps = (_next(kind) for kind in (Contact.id, WorkflowRun.id, WorkflowStepRun.id))
    many = range(len(phones))
    bulk.load("contact", CONTACT, ((contacts + n, phones[n], "", "", "{}", now) for n in many))
    bulk.load(
        "workflow_run", RUN,
        ((runs + n, *of, contacts + n, f"bench:{runs + n}", "{}", "waiting", "s1", "time", then, now, True)
         for n in many),
    )  # fmt: skip
    bulk.load(
        "workflow_step_run", STEP,
        ((steps + n, runs + n, 1, "s1", "wait", "waiting", "{}", "{}", now, 0) for n in many),
    )  # fmt: skip


def _next(column: object) -> int:
    """The first id that is free, with room for what is written in the usual way."""
    latest: int | None = db.session.scalar(select(func.max(column)))  # type: ignore[arg-type]
    db.session.rollback()
    return (latest or 0) + 1_000
