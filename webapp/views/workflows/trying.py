"""A dry run: what each step would do for a contact, or would have done for something that has happened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, request

from webapp.errors import Fault
from webapp.models.workflow import Workflow
from webapp.rules.phones import phone
from webapp.rules.workflow import kinds
from webapp.rules.workflow.document import Document
from webapp.services.workflows import store, told_names, trying
from webapp.services.workflows.running import kept, past
from webapp.services.workflows.triggers.base import Happened
from webapp.views import times, ui
from webapp.views.ids import big_id
from webapp.views.workflows.blueprint import bp
from webapp.views.workflows.showing import told

RUN = "run-"
"""Before the id of a run, whose event is tried once more."""
PAGE, PART = "workflows/try.html", "workflows/_try.html"


@bp.get("/workflows/<int:workflow_id>/try")
def try_out(workflow_id: int) -> Response:
    workflow = store.get(workflow_id)
    document = store.draft(workflow)
    shown = _page(workflow, document)
    if not {"who", "event"} & set(request.args):
        return ui.page(PAGE, PART, faults={}, results=None, **shown)
    try:
        return ui.page(PAGE, PART, faults={}, **shown, **_tried(workflow, document))
    except Fault as fault:
        return ui.faulty(PAGE, PART, fault, results=None, **shown)


def _page(workflow: Workflow, document: Document) -> dict[str, Any]:
    kind = document.trigger.kind if document.trigger else ""
    events = [(one.key, _words(one)) for one in kept.recent(workflow.id)]
    events += [(str(one.id), _words(one)) for one in past.recent(kind)]
    events += [(f"{RUN}{one.id}", _words(one)) for one in past.runs(workflow.id)]
    typed = {"who": request.args.get("who", "")[:200], "event": request.args.get("event", "")[:30]}
    return told(document) | {"workflow": workflow, "events": events, "typed": typed}


def _words(one: past.Past | kept.Kept) -> str:
    what = f"{one.words}, {times.short(times.here(one.at))}"
    return f"{one.contact.name or phone.pretty(one.contact.phone)}: {what}" if one.contact else what


def _tried(workflow: Workflow, document: Document) -> dict[str, Any]:
    """Raises Fault."""
    happened = _happened(workflow, document)
    contact = happened.contact if happened else past.find(_who())
    event = dict(happened.values) if happened else _not_known(workflow, document)
    trial = trying.dry_run(workflow, document, contact, event)
    results = {one.placed.step.id: one for one in trial.steps}
    event_key = request.args.get("event", "")
    is_own = event_key.startswith(RUN) or kept.is_key(event_key)
    why_not = trial.obstacle or ("" if is_own else _other(document, happened))
    return {"contact": contact, "why_not": why_not, "results": results, "depends_on": trial.only_if}


def _not_known(workflow: Workflow, document: Document) -> dict[str, str]:
    """In brackets, what an event would tell. Of a contact alone it is not known, which is no fault."""
    kind = kinds.TRIGGERS.get(document.trigger.kind) if document.trigger else None
    names = [*(kind.values if kind else ()), *told_names.of(workflow.id, document)]
    return {name: f"[{name.replace('_', ' ')}]" for name in names}


def _happened(workflow: Workflow, document: Document) -> Happened | None:
    """None when no past event was chosen. Raises Fault when it is gone."""
    chosen = request.args.get("event", "")
    if not chosen:
        return None
    other = past.find(_who()) if _who() else None
    if kept.is_key(chosen):
        found = kept.happened(workflow.id, document, chosen, other)
    elif chosen.startswith(RUN):
        found = past.of_run(workflow.id, _number(chosen.removeprefix(RUN)))
    else:
        found = past.happened(document.trigger.kind if document.trigger else "", _number(chosen))
    if found is None:
        raise Fault("This is not there any more. Choose another one.", "event")
    return replace(found, contact=other) if other else found


def _who() -> str:
    return request.args.get("who", "").strip()[:200]


def _number(typed: str) -> int:
    """0 for what is none."""
    try:
        return big_id(typed)
    except ValueError:
        return 0


def _other(document: Document, happened: Happened | None) -> str:
    """Of something that the trigger does not mean."""
    if happened is None or past.fits(document, happened):
        return ""
    return "Its trigger is about something else than this."
