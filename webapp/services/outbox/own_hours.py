"""Texts and calls that a workflow queued within hours of its own, and whose turn comes after them: they wait.

A slow number, few calls at once, a month that was used up or a pause can keep them for hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from webapp.db import db, now
from webapp.models.entry import Entry, Origin
from webapp.models.workflow import WorkflowVersion
from webapp.models.workflow_run import WorkflowRun, WorkflowStepRun
from webapp.rules.hours import hours as rules
from webapp.rules.workflow import stored
from webapp.rules.workflow.document import Window
from webapp.services.gate.gate import Verdict
from webapp.services.hours import hours

NOWHERE = ("UTC",)
AGAIN = timedelta(days=1)
"""When those are looked at again whom no hour of it reaches any more."""
WHY = "Waits for the hours of its workflow."


def hold(waiting: Sequence[Entry]) -> dict[int, Verdict]:
    """Those of the entries that must not leave now, by id."""
    theirs = {one.id: one for one in waiting if one.origin == Origin.WORKFLOW}
    windows = _windows(theirs) if theirs else {}
    if not windows:
        return {}
    moment = now()
    places = hours.where({theirs[one].phone for one in windows}, moment)
    zones = {phone: place.zones or NOWHERE for place, own in places for phone in own}
    held: dict[int, Verdict] = {}
    for entry_id, window in windows.items():
        clocks = (window.zone,) if window.zone else zones[theirs[entry_id].phone]
        opens = rules.next_open(moment, clocks, (window.hours,))
        if opens is None or opens > moment:
            held[entry_id] = Verdict(False, WHY, until=opens or moment + AGAIN)
    return held


def _windows(theirs: Mapping[int, Entry]) -> dict[int, Window]:
    """By entry, of the versions by which they were queued; those without hours of its own are left out."""
    query = select(WorkflowStepRun.entry_id, WorkflowRun.workflow_id, WorkflowRun.version)
    query = query.join(WorkflowRun, WorkflowRun.id == WorkflowStepRun.run_id)
    rows = db.session.execute(query.where(WorkflowStepRun.entry_id.in_(theirs))).all()
    found = {(row.workflow_id, row.version): _window(row.workflow_id, row.version) for row in rows}
    queued = [(row.entry_id, found[row.workflow_id, row.version]) for row in rows]
    return {entry_id: window for entry_id, window in queued if entry_id is not None and window is not None}


def _window(workflow_id: int, number: int) -> Window | None:
    version = db.session.get(WorkflowVersion, (workflow_id, number))
    return stored.from_json(version.document).box.window if version is not None else None
