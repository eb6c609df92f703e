"""Starting a workflow for many contacts: the page on which it is begun, approved, watched and canceled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.models.workflow import WorkflowState
from webapp.models.workflow_start import WorkflowStart
from webapp.rules.workflow import uses
from webapp.services.contacts.segments import selection_jobs
from webapp.services.contacts.segments import store as segments
from webapp.services.contacts.segments.selection import Selection
from webapp.services.recipients import reach
from webapp.services.workflows import store
from webapp.services.workflows.many import asking, choosing
from webapp.views import ui
from webapp.views.ids import row_id
from webapp.views.me import me
from webapp.views.workflows.blueprint import bp
from webapp.views.workflows.words import STARTS

PAGE = ("workflows/start.html", "workflows/_start.html")


@bp.app_template_global("workflows_to_start")
def _live() -> list[tuple[int, str]]:
    """Those that can be started by hand now."""
    return [(one.id, one.name) for one in store.listed() if one.state == WorkflowState.LIVE]


@bp.post("/segments/<int:segment_id>/workflow")
def start_for_segment(segment_id: int) -> Response:
    segment, workflow_id = segments.get(segment_id), request.form.get("workflow", 0, type=row_id)
    try:
        start = choosing.prepare(
            workflow_id, Selection(segment_id=segment.id), f"the segment “{segment.name}”", me()
        )
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
        return ui.redirect(url_for("segments.show", segment_id=segment_id))
    db.session.commit()
    return _to(start.id)


@bp.get("/workflows/starts/<int:start_id>")
def show_start(start_id: int) -> Response:
    start, job = asking.get(start_id), selection_jobs.of_start(start_id)
    chosen = f"{job.revision}-" if job else ""
    version = f"{chosen}{start.state}-{start.started}-{sum(start.refused.values())}-{bool(start.reason)}"
    return ui.fresh(version, *PAGE, faults={}, typed="", **_context(start))


@bp.post("/workflows/starts/<int:start_id>/begin")
def begin(start_id: int) -> Response:
    return _decided(start_id, lambda: choosing.begin(start_id, me()))


@bp.post("/workflows/starts/<int:start_id>/choose")
def choose_again(start_id: int) -> Response:
    return _decided(start_id, lambda: choosing.again(start_id))


@bp.post("/workflows/starts/<int:start_id>/approve")
def approve(start_id: int) -> Response:
    version = request.form.get("published", type=row_id)
    return _decided(start_id, lambda: asking.approve(start_id, me(), version))


@bp.post("/workflows/starts/<int:start_id>/cancel")
def cancel_start(start_id: int) -> Response:
    return _decided(start_id, lambda: choosing.cancel(start_id, me()))


@bp.post("/workflows/starts/<int:start_id>/send-back")
def send_back(start_id: int) -> Response:
    typed = request.form.get("reason", "")
    try:
        asking.send_back(start_id, typed, me())
    except Fault as fault:
        db.session.rollback()
        shown = _context(asking.get(start_id)) | {"version": "", "typed": typed}
        return ui.faulty(*PAGE, fault, **shown)
    db.session.commit()
    return _to(start_id)


def _decided(start_id: int, act: Callable[[], object]) -> Response:
    try:
        act()
        db.session.commit()
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
    return _to(start_id)


def _to(start_id: int) -> Response:
    return ui.redirect(url_for("workflows.show_start", start_id=start_id))


def _context(start: WorkflowStart) -> dict[str, Any]:
    published = store.published(start.workflow)
    return {
        "unfilled": uses.unfilled_by_hand(published) if published else [],
        "start": start,
        "job": selection_jobs.of_start(start.id),
        "look": STARTS[start.state],
        "limit": reach.limit(),
        "needs_approval": asking.needs_approval(start),
        "may_decide": asking.may_decide(start, me()),
        "is_mine": start.created_by == me().id,
    }
