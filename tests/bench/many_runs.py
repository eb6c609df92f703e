"""Runs of a workflow by the thousand, written past the application: they wait at its first step."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from tests.bench import bulk
from tests.bench.bulk import moment
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRun, WorkflowStepRun
from webapp.rules.workflow import stored
from webapp.rules.workflow.document import Document, Step, Trigger, WhoAndWhen

CONTACT = "id phone name search_name attributes created_at"
RUN = "id workflow_id version contact_id event_key event state step awaits due_at started_at stops_on_reply"
STEP = "id run_id no step kind state input output at attempts"


WORKFLOW = "id name state draft revision version trigger cursor created_by created_at changed_by changed_at"
VERSION = "workflow_id number document published_by published_at"
REFUSAL = "id workflow_id contact_id event_key why sentence at"
DOCUMENT = Document(
    Trigger("event", {"event": "lead"}),
    steps=(Step("s1", "send_sms", {"text": "Hi"}), Step("s2", "wait", {"amount": "1", "unit": "days"})),
    box=WhoAndWhen(number_id=1),
    next_id=3,
)


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


def lived(threads: int) -> None:
    """What a workflow leaves in a population (tests/bench/population): a run for one conversation in ten.

    Of ten runs one waits, one was stopped, one failed, the others are done; every fiftieth start was refused.
    """
    start = datetime.now(UTC) - timedelta(days=60)
    at, later, people = moment(start), moment(start + timedelta(days=400)), range(1, threads, 10)
    said = json.dumps(stored.to_json(DOCUMENT))
    bulk.load("workflow", WORKFLOW, [(1, "Follow-up", "live", said, 1, 1, "event", 0, 1, at, 1, at)])
    bulk.load("workflow_version", VERSION, [(1, 1, said, 1, at)])
    bulk.load("workflow_run", RUN, (_run(one, at, later) for one in people))
    bulk.load("workflow_step_run", STEP, (row for one in people for row in _steps(one, at)))
    bulk.load("workflow_refusal", REFUSAL, (_refusal(one, at) for one in people[::50]))


def _run(person: int, at: str, later: str) -> bulk.Row:
    state, waits = _state(person), _state(person) == "waiting"
    awaits, due = ("time", later) if waits else ("", None)
    return person, 1, 1, person, f"e{person}", '{"event": "lead"}', state, "s2", awaits, due, at, True


def _steps(person: int, at: str) -> Iterator[bulk.Row]:
    last = {"waiting": "waiting", "failed": "failed", "stopped": "stopped"}.get(_state(person), "done")
    yield 2 * person, person, 1, "s1", "send_sms", "done", '{"text": "Hi"}', '{"sent": "yes"}', at, 0
    yield 2 * person + 1, person, 2, "s2", "wait", last, "{}", "{}", at, 0


def _refusal(person: int, at: str) -> bulk.Row:
    return person, 1, person, f"r{person}", "in it", "They are in this workflow already.", at


def _state(person: int) -> str:
    return {0: "waiting", 1: "stopped", 2: "failed"}.get(person // 10 % 10, "done")


def _next(column: object) -> int:
    """The first id that is free, with room for what is written in the usual way."""
    latest: int | None = db.session.scalar(select(func.max(column)))  # type: ignore[arg-type]
    db.session.rollback()
    return (latest or 0) + 1_000
