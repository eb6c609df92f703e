"""What is known of what starts a workflow, by name, where that may be anything: for chips, and for trying."""

from __future__ import annotations

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.models.workflow_run import WorkflowRun
from webapp.rules import typed_text
from webapp.rules.placeholders import same_name
from webapp.rules.workflow import kinds
from webapp.rules.workflow.document import Document
from webapp.services.workflows import form_entries, samples, webhook_calls
from webapp.services.workflows.triggers.base import beside
from webapp.services.workflows.triggers.known import OF_LIST

LATEST = 20
"""Runs whose events are looked at."""
NO_NAME = set("{}|")


def of(workflow_id: int, document: Document) -> list[str]:
    """As the form asks for it, as it was sent, as a batch’s list has it, or as earlier events told it."""
    kind = document.trigger.kind if document.trigger else ""
    if kind == form_entries.KIND:
        return _of_form(document)
    if kind == webhook_calls.KIND:
        return samples.names(workflow_id)
    if kind not in kinds.TRIGGERS or not kinds.TRIGGERS[kind].open:
        return []
    always = {same_name(name) for name in kinds.TRIGGERS[kind].values}
    names = {same_name(name): name for name in [*_of_batch(document), *_of_runs(workflow_id)]}
    return [name for key, name in names.items() if key and key not in always and not NO_NAME & set(name)]


def _of_form(document: Document) -> list[str]:
    try:
        form = form_entries.of(document)
    except Fault:
        return []
    return form.names if form else []


def _of_batch(document: Document) -> list[str]:
    """The columns of its list."""
    typed = document.trigger.settings.get("batch", "") if document.trigger else ""
    batch = db.session.get(Batch, max(0, typed_text.whole_number(typed, 9)))
    own = dict.fromkeys(kinds.TRIGGERS["recipient"].values, "")
    columns = dict.fromkeys(batch.columns, "") if batch else {}
    return [name for name in beside(own, columns, OF_LIST) if name not in own]


def _of_runs(workflow_id: int) -> list[str]:
    """What its latest runs were told. One that a person started knows who that was, and nothing else."""
    query = select(WorkflowRun.event).where(WorkflowRun.workflow_id == workflow_id)
    events = db.session.scalars(query.order_by(WorkflowRun.id.desc()).limit(LATEST)).all()
    return [name for event in events for name in event if name != "by"]
