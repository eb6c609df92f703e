"""What stops a run, whatever it waits for: an opt-out, a label, an attribute, a day that is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webapp.bulk import in_param
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.opt_out import OptOut
from webapp.models.workflow_run import RunState, WorkflowRun
from webapp.rules import comparing
from webapp.rules.workflow import conditions
from webapp.rules.workflow.document import Comparison, Conditions, Document, Operator
from webapp.rules.workflow.variables import LABELS, Values
from webapp.services.workflows import ending, fields, store, values
from webapp.services.workflows.ending import AT_ONCE

OPTED_OUT = "They opted out."


def why(run: WorkflowRun, document: Document, known: Values, opted_out: bool) -> str | None:
    """The sentence; None: it goes on. `opted_out`: since it began."""
    box = document.box
    if opted_out:
        return OPTED_OUT
    if box.stop_label and _holds(Comparison(LABELS, Operator.IS, box.stop_label), known):
        return f"They got the label “{box.stop_label}”."
    if box.stop_attribute and _attribute_says_so(document, known):
        return f"Their {box.stop_attribute} became “{known.get(f'contact.{box.stop_attribute}', '')}”."
    if box.stop_after and _is_over(run, box.stop_after, known):
        return f"The day of their {box.stop_after} is over."
    return _moved(run, document, known)


def opted_out_since(runs: Sequence[WorkflowRun]) -> set[int]:
    """The ids of those whose contacts have opted out since they began."""
    theirs = (in_param(OptOut.phone, "phones"), OptOut.lifted_at.is_(None))
    phones = [run.contact.phone for run in runs]
    rows = db.session.execute(select(OptOut.phone, OptOut.created_at).where(*theirs), {"phones": phones})
    since = dict[str, datetime]()
    for phone, at in rows:
        since[phone] = max(at, since.get(phone, at))
    return {run.id for run in runs if run.started_at < since.get(run.contact.phone, run.started_at)}


def _holds(comparison: Comparison, known: Values) -> bool:
    return conditions.hold(Conditions(comparisons=(comparison,)), known)


def _attribute_says_so(document: Document, known: Values) -> bool:
    box = document.box
    subject = f"contact.{box.stop_attribute}"
    operator = Operator.IS if box.stop_value else Operator.KNOWN
    return _holds(Comparison(subject, operator, box.stop_value), known)


def _is_over(run: WorkflowRun, attribute: str, known: Values) -> bool:
    """A day without a time is over when it is; one that is no date is never over."""
    said = known.get(f"contact.{attribute}", "").strip()
    day = comparing.moment(said)
    if day is None:
        return False
    has_time = "T" in said or ":" in said
    zone = values.zones(run.contact)[0]
    end = fields.moment(said, 0 if has_time else 1, None if has_time else day.time(), zone, known)
    return end <= now()


def _moved(run: WorkflowRun, document: Document, known: Values) -> str | None:
    """A run around a date ends when that date is changed: it starts again at the right time."""
    trigger = document.trigger
    if trigger is None or trigger.kind != "date" or "date" not in run.event:
        return None
    name = trigger.settings.get("attribute", "")
    present = known.get(f"contact.{name}", "").strip()
    return None if present == str(run.event["date"]) else f"Their {name} has changed."


def look(contact_id: int) -> int:
    """Something about a contact has changed: stop those of their runs that it stops. Returns how many."""
    ids = ending.hold(WorkflowRun.contact_id == contact_id)
    query = select(WorkflowRun).where(in_param(WorkflowRun.id, "ids"))
    fresh = {"populate_existing": True}
    runs = db.session.scalars(query, {"ids": ids}, execution_options=fresh).all()
    stopped, opted_out = 0, opted_out_since(runs)
    for run in runs:
        document = store.version(run.workflow_id, run.version)
        reason = why(run, document, values.of(run), run.id in opted_out)
        if reason is not None:
            stopped += len(ending.end_all(RunState.STOPPED, reason, WorkflowRun.id == run.id))
    return stopped


def opted_out(data: Mapping[str, Any]) -> None:
    """The hook of an opt-out: `phone`."""
    contact_id = db.session.scalar(select(Contact.id).where(Contact.phone == data["phone"]))
    while contact_id is not None and look(contact_id) == AT_ONCE:
        pass


def changed(data: Mapping[str, Any]) -> None:
    """The hook of a label or an attribute: `contact`."""
    look(data["contact"])


def unwanted(data: Mapping[str, Any]) -> None:
    """The hook of a step that stops another workflow: `workflow`, `contact`, `by`; not the run `spare`."""
    theirs = (WorkflowRun.workflow_id == data["workflow"], WorkflowRun.contact_id == data["contact"])
    reason = f"The workflow “{data['by']}” stopped it."
    ending.end_all(RunState.CANCELED, reason, *theirs, WorkflowRun.id != data["spare"])
