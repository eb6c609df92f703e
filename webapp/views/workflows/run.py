"""One run: what each of its steps did; canceling it, and having it go on from a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault, NotFound, unless_gone
from webapp.models.workflow import WorkflowState
from webapp.models.workflow_run import RunState, WorkflowRun, WorkflowStepRun
from webapp.rules.workflow import conditions, outline
from webapp.services.workflows import store
from webapp.services.workflows.running import acting, listing
from webapp.services.workflows.steps.registry import STEPS
from webapp.views import ui
from webapp.views.me import me
from webapp.views.workflows import words
from webapp.views.workflows.blueprint import bp
from webapp.views.workflows.showing import told

OVER = (RunState.STOPPED, RunState.CANCELED, RunState.FAILED)
UNKNOWN = "(not known)"
IN_WORDS = ("kind", "outcome", "sent", "passed")
"""What comes out as one of several words."""
ACTIVE = (RunState.WAITING, RunState.RUNNING)


@bp.get("/workflows/<int:workflow_id>/runs/<int:run_id>")
def show_run(workflow_id: int, run_id: int) -> Response:
    run = _of(workflow_id, run_id)
    document = store.version(workflow_id, run.version)
    records: dict[str, list[WorkflowStepRun]] = {}
    for record in run.steps:
        records.setdefault(record.step, []).append(record)
    may_go_on = run.state in OVER and run.workflow.state != WorkflowState.ARCHIVED
    again = [one.step.id for one in outline.walk(document)] if may_go_on else []
    shown: dict[str, Any] = {"records": records, "again": again, "active": run.state in ACTIVE}
    shown["event"] = [(name.replace("_", " "), value) for name, value in run.event.items() if value]
    shown["by_hand"] = run.event_key.startswith("hand:")
    shown |= {"look": words.RUNS[run.state], "looks": words.STEPS, "went_in": went_in, "came_out": came_out}
    return ui.page("workflows/run.html", run=run, workflow=run.workflow, **told(document), **shown)


@bp.post("/workflows/<int:workflow_id>/runs/<int:run_id>/cancel")
def cancel_run(workflow_id: int, run_id: int) -> Response:
    return _act(workflow_id, run_id, lambda: acting.cancel(run_id, me()), "The run is canceled.")


@bp.post("/workflows/<int:workflow_id>/runs/<int:run_id>/again")
def retry_run(workflow_id: int, run_id: int) -> Response:
    step = request.form.get("step", "")[:20] or None
    return _act(workflow_id, run_id, lambda: acting.retry(run_id, me(), step), "The run goes on.")


def went_in(record: WorkflowStepRun) -> list[tuple[str, str]]:
    """What went into a step, by the labels of its fields; of one that decides, what it looked at."""
    handler = STEPS.get(record.kind)
    labels = {field.key: field.label for field in handler.fields} if handler else {}
    pairs = [(name, str(value)) for name, value in record.input.items()]
    if record.kind == "branch":
        return [(_capital(conditions.subject_words(name)), value or UNKNOWN) for name, value in pairs]
    return [(labels.get(name) or _capital(name.replace("_", " ")), value) for name, value in pairs]


def came_out(record: WorkflowStepRun) -> list[tuple[str, str]]:
    """What later steps may use of it, in words."""
    pairs = [(name, str(value)) for name, value in record.output.items() if str(value).strip()]
    return [
        (_capital(name.replace("_", " ")), words.choice(value) if name in IN_WORDS else value)
        for name, value in pairs
    ]


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _of(workflow_id: int, run_id: int) -> WorkflowRun:
    """Raises NotFound."""
    run = listing.get(run_id)
    if run.workflow_id != workflow_id:
        raise NotFound("This run does not exist.")
    return run


def _act(workflow_id: int, run_id: int, act: Callable[[], Any], said: str) -> Response:
    _of(workflow_id, run_id)
    try:
        act()
    except Fault as fault:
        unless_gone(fault)
        db.session.rollback()
        ui.say(fault.sentence, "bad")
        return ui.redirect(url_for("workflows.show_run", workflow_id=workflow_id, run_id=run_id))
    db.session.commit()
    ui.say(said)
    return ui.redirect(url_for("workflows.show_run", workflow_id=workflow_id, run_id=run_id))
