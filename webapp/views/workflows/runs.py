"""The runs of a workflow, the starts that were refused, and a file of the runs."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import RunState
from webapp.services.workflows import store
from webapp.services.workflows.editing import checking
from webapp.services.workflows.running import acting, figures, listing, run_csv
from webapp.services.workflows.running.listing import At
from webapp.views import ui
from webapp.views.downloads import noted
from webapp.views.ids import big_id
from webapp.views.me import me
from webapp.views.workflows import tree, words
from webapp.views.workflows.blueprint import bp, makers_only


@bp.get("/workflows/<int:workflow_id>/runs")
def list_runs(workflow_id: int) -> Response:
    workflow = store.get(workflow_id)
    tally, names = figures.tally(workflow_id), _steps(workflow)
    known: dict[str, Any] = {"tally": tally, "looks": words.RUNS, "steps": names, "counted": words.COUNTS}
    return ui.page("workflows/runs.html", workflow=workflow, **known, **_listed(workflow_id))


def _listed(workflow_id: int) -> dict[str, Any]:
    """Those that are looked for. `kept`: by what, for addresses and the form."""
    state, search = _state(request.args.get("state", "")), request.args.get("q", "")[:100].strip()
    at = _at(request.args.get("step", ""), request.args.get("did", ""))
    before = request.args.get("before", type=big_id)
    runs, more = listing.page(workflow_id, state, before, search, at)
    kept = {"state": state, "q": search or None, **(vars(at) if at else {})}
    shown = {"runs": runs, "more": more, "before": before, "state": state, "at": at, "q": search}
    return shown | {"kept": kept, "whys": listing.why_at(runs, at) if at else {}}


@bp.get("/workflows/<int:workflow_id>/refused")
def list_refused(workflow_id: int) -> Response:
    workflow, before = store.get(workflow_id), request.args.get("before", type=big_id)
    search = request.args.get("q", "")[:100].strip()
    refusals, more = listing.refused(workflow_id, before, search)
    shown: dict[str, Any] = {"refusals": refusals, "more": more, "before": before, "q": search}
    return ui.page("workflows/refused.html", workflow=workflow, **shown)


@bp.post("/workflows/<int:workflow_id>/runs.csv")
def download_runs(workflow_id: int) -> Response:
    workflow, lines = store.get(workflow_id), run_csv.lines(workflow_id)
    filename = f"workflow-{workflow_id}-runs.csv"
    return noted("workflow.runs_exported", lines, filename, workflow=workflow_id, name=workflow.name)


@bp.post("/workflows/<int:workflow_id>/runs/cancel")
@makers_only
def cancel_all(workflow_id: int) -> Response:
    store.get(workflow_id)
    count = acting.cancel_all(workflow_id, me())
    db.session.commit()
    ui.say("One run is canceled." if count == 1 else f"{count:,} runs are canceled.")
    return ui.redirect(url_for("workflows.list_runs", workflow_id=workflow_id))


def _state(typed: str) -> RunState | None:
    return RunState(typed) if typed in list(RunState) else None


def _at(step: str, did: str) -> At | None:
    """What a number beside a step leads to."""
    return At(step[:20], did) if step and did in words.COUNTS else None


def _steps(workflow: Workflow) -> dict[str, str]:
    """What the steps of the newest version, and of the draft, do, by their ids."""
    documents = [store.draft(workflow), store.published(workflow)]
    return {
        item.id: item.words
        for document in documents
        if document is not None
        for item in tree.every(tree.of(document, checking.names(document)))
    }
