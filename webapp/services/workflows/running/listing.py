"""Runs and refused starts, for pages: what waits where, what failed, and why something did not start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.bulk import in_param
from webapp.db import db
from webapp.errors import NotFound
from webapp.models.contact import Contact
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import (
    RunState,
    StepState,
    WorkflowRefusal,
    WorkflowRun,
    WorkflowStepRun,
)
from webapp.services.contacts import contact_search

AT_ONCE = 50
LATEST = 2_000
"""Runs whose steps are counted."""
OF_CONTACT = 10
"""Refused starts that their page shows."""
ACTIVE = (RunState.WAITING, RunState.RUNNING)
WAITING = "waiting"
COUNTED = {
    StepState.DONE: "done",
    StepState.LEFT_OUT: "left_out",
    StepState.FAILED: "failed",
    StepState.UNKNOWN: "failed",
}
"""By what they are counted, of a step that was begun."""


@dataclass(frozen=True)
class Counts:
    """Of one step: how many wait there, did it, were left out, failed (or no one can tell)."""

    waiting: int = 0
    done: int = 0
    left_out: int = 0
    failed: int = 0


@dataclass(frozen=True)
class At:
    """Those whom `counts` counts at a step. `did`: the name of one of Counts."""

    step: str
    did: str


def page(
    workflow_id: int,
    state: RunState | None = None,
    before: int | None = None,
    search: str = "",
    at: At | None = None,
) -> tuple[Sequence[WorkflowRun], bool]:
    """The newest first, with their contacts: those under an id; and whether there are more.

    `search`: words of the contact's name, or digits of the phone. `at`: those who are counted there alone.
    """
    query = select(WorkflowRun).options(joinedload(WorkflowRun.contact))
    query = query.where(WorkflowRun.workflow_id == workflow_id).order_by(WorkflowRun.id.desc())
    query = query if state is None else query.where(WorkflowRun.state == state)
    query = query if before is None else query.where(WorkflowRun.id < before)
    query = query if at is None else query.where(*_is_at(workflow_id, at))
    if search.strip():
        query = query.join(Contact, Contact.id == WorkflowRun.contact_id)
        query = query.where(contact_search.found(search.strip()))
    found = db.session.scalars(query.limit(AT_ONCE + 1)).all()
    return found[:AT_ONCE], len(found) > AT_ONCE


def _is_at(workflow_id: int, at: At) -> tuple[ColumnElement[bool], ...]:
    if at.did == WAITING:
        return WorkflowRun.step == at.step, WorkflowRun.state.in_(ACTIVE)
    did = (WorkflowStepRun.run_id == WorkflowRun.id, *_counted_as(at))
    return exists().where(*did), WorkflowRun.id.in_(select(_latest(workflow_id).subquery().c.id))


def _counted_as(at: At) -> tuple[ColumnElement[bool], ...]:
    states = [state for state, counted in COUNTED.items() if counted == at.did]
    return WorkflowStepRun.step == at.step, WorkflowStepRun.state.in_(states)


def _latest(workflow_id: int) -> Select[int]:
    """The runs whose steps are counted."""
    runs = select(WorkflowRun.id).where(WorkflowRun.workflow_id == workflow_id)
    return runs.order_by(WorkflowRun.id.desc()).limit(LATEST)


def why_at(runs: Iterable[WorkflowRun], at: At) -> dict[int, str]:
    """Why these were left out there, or failed: a sentence by run."""
    query = select(WorkflowStepRun.run_id, WorkflowStepRun.error).where(*_counted_as(at))
    query = query.where(in_param(WorkflowStepRun.run_id, "ids")).order_by(WorkflowStepRun.no)
    rows = db.session.execute(query, {"ids": [one.id for one in runs]})
    return {run_id: error for run_id, error in rows}  # noqa: C416


def get(run_id: int) -> WorkflowRun:
    """With its steps, contact and workflow. Raises NotFound."""
    whole = (
        joinedload(WorkflowRun.contact),
        joinedload(WorkflowRun.workflow),
        selectinload(WorkflowRun.steps),
    )
    run = db.session.get(WorkflowRun, run_id, options=whole, populate_existing=True)
    if run is None:
        raise NotFound("This run does not exist.")
    return run


def of_contact(contact_id: int) -> Sequence[WorkflowRun]:
    """The newest first, with their workflows; AT_ONCE at most."""
    query = select(WorkflowRun).options(joinedload(WorkflowRun.workflow))
    query = query.where(WorkflowRun.contact_id == contact_id).order_by(WorkflowRun.id.desc())
    return db.session.scalars(query.limit(AT_ONCE)).all()


def counts(workflow_id: int) -> dict[str, Counts]:
    """By step, whichever version it was of: what the editor shows beside each.

    All that wait, and what the LATEST runs did: counting every step ever done takes longer each day.
    """
    here = select(WorkflowRun.step, func.count()).where(
        WorkflowRun.workflow_id == workflow_id, WorkflowRun.state.in_(ACTIVE)
    )
    waiting = {step: count for step, count in db.session.execute(here.group_by(WorkflowRun.step))}  # noqa: C416
    did = select(WorkflowStepRun.step, WorkflowStepRun.state, func.count())
    did = did.where(WorkflowStepRun.run_id.in_(select(_latest(workflow_id).subquery().c.id)))
    grouped = db.session.execute(did.group_by(WorkflowStepRun.step, WorkflowStepRun.state)).all()
    by_step: dict[str, dict[str, int]] = {step: {WAITING: count} for step, count in waiting.items()}
    for step, state, count in grouped:
        own, key = by_step.setdefault(step, {}), COUNTED.get(StepState(state))
        if key is not None:
            own[key] = own.get(key, 0) + count
    return {step: Counts(**own) for step, own in by_step.items()}


def refused(
    workflow_id: int, before: int | None = None, search: str = ""
) -> tuple[Sequence[WorkflowRefusal], bool]:
    """Starts that were refused, the newest first, with their contacts; and whether there are more."""
    query = select(WorkflowRefusal).options(joinedload(WorkflowRefusal.contact))
    query = query.where(WorkflowRefusal.workflow_id == workflow_id).order_by(WorkflowRefusal.id.desc())
    query = query if before is None else query.where(WorkflowRefusal.id < before)
    if search.strip():
        query = query.join(Contact, Contact.id == WorkflowRefusal.contact_id)
        query = query.where(contact_search.found(search.strip()))
    found = db.session.scalars(query.limit(AT_ONCE + 1)).all()
    return found[:AT_ONCE], len(found) > AT_ONCE


def unusable(workflow_id: int, since: datetime | None) -> WorkflowRefusal | None:
    """The newest call of another system that could not be used at all, since then."""
    latest = refused(workflow_id)[0]
    return next((one for one in latest if one.contact_id is None and (since is None or one.at > since)), None)


def refused_to(contact_id: int) -> Sequence[tuple[WorkflowRefusal, str]]:
    """What did not start for a contact lately, the newest first, with the names of the workflows."""
    query = select(WorkflowRefusal, Workflow.name)
    query = query.join(Workflow, Workflow.id == WorkflowRefusal.workflow_id)
    query = query.where(WorkflowRefusal.contact_id == contact_id).order_by(WorkflowRefusal.id.desc())
    return [(refusal, name) for refusal, name in db.session.execute(query.limit(OF_CONTACT))]
