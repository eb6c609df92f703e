"""Other programs report events, start workflows, and read what became of runs."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, g, jsonify, request

from webapp.db import db
from webapp.errors import Conflict, Fault
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.models.workflow_run import WorkflowRun
from webapp.rules.typed_text import one_line
from webapp.rules.workflow import payload
from webapp.services.team.api_keys import EVENTS, RUNS
from webapp.services.workflows import told
from webapp.services.workflows.running import listing
from webapp.services.workflows.told import Came, Told
from webapp.views.api import api_schema
from webapp.views.api.api import body_of, bp, good_for

__all__ = ["bp"]

EXAMPLE = 'Send one JSON object, for example {"event": "order.shipped", "phone": "+12025550123"}.'


@bp.post("/events")
@good_for(EVENTS)
def report() -> Response:
    """An event starts every live workflow that listens for it. The same key is the same event."""
    sent = api_schema.read("post", "/events", body_of(EXAMPLE))
    event = one_line(sent["event"])
    if not event:
        raise Fault("“event” is missing.", "event")
    contact, came = told.report(event, _told(sent), _by())
    said = {"event": event, **_came(contact, came)}
    db.session.commit()
    return jsonify(said)


@bp.post("/workflows/<int:workflow_id>/runs")
@good_for(EVENTS)
def start(workflow_id: int) -> tuple[Response, int]:
    """One workflow, whatever starts it otherwise: 201, or 200 when this event has started it before."""
    sent = api_schema.read("post", "/workflows/{workflow_id}/runs", body_of(EXAMPLE))
    came = told.start_one(workflow_id, _told(sent), _by())
    if came.run_id is None:
        db.session.commit()  # why it did not start is kept
        raise Conflict(came.sentence)
    said = _run(listing.get(came.run_id))
    db.session.commit()
    return jsonify(said), 201 if came.is_new else 200


@bp.get("/runs/<int:run_id>")
@good_for(RUNS)
def show_run(run_id: int) -> Response:
    """Where a run is, and what each of its steps came to."""
    return jsonify(_run(listing.get(run_id)))


def _told(sent: dict[str, Any]) -> Told:
    """Raises Fault that names the field. Without a key of its own, each call is an event of its own."""
    key = request.headers.get("Idempotency-Key", "").strip() or sent["id"].strip()
    fields, known = (_flat(sent, name) for name in ("fields", "attributes"))
    return Told(sent["phone"], key or secrets.token_urlsafe(16), fields, sent["name"], known)


def _flat(sent: dict[str, Any], name: str) -> dict[str, str]:
    try:
        return payload.flat(sent[name])
    except payload.PayloadFault as fault:
        raise Fault(fault.sentence, name) from fault


def _by() -> Source:
    return Source(SourceKind.API, g.caller.name, g.caller.key_id)


def _came(contact: Contact, came: Sequence[Came]) -> dict[str, Any]:
    named = [({"workflow": one.workflow.id, "name": one.workflow.name}, one) for one in came]
    return {
        "phone": contact.phone,
        "started": [name | {"run": one.run_id} for name, one in named if one.run_id is not None],
        "refused": [name | {"reason": one.sentence} for name, one in named if one.run_id is None],
    }


def _run(run: WorkflowRun) -> dict[str, Any]:
    return {
        "id": run.id,
        "workflow": run.workflow_id,
        "name": run.workflow.name,
        "version": run.version,
        "phone": run.contact.phone,
        "state": run.state,
        "step": run.step,
        "reason": run.reason,
        "started_at": _time(run.started_at),
        "due_at": _time(run.due_at),
        "ended_at": _time(run.ended_at),
        "steps": [
            {"step": one.step, "kind": one.kind, "state": one.state, "branch": one.branch, "error": one.error}
            | {"at": _time(one.at), "done_at": _time(one.done_at)}
            for one in run.steps
        ],
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
