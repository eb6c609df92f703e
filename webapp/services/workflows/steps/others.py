"""Start another workflow for the contact, or stop it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.db import db
from webapp.models.workflow import Workflow
from webapp.services import signals
from webapp.services.actions.base import Field
from webapp.services.workflows import starting, store
from webapp.services.workflows.fields import Chosen
from webapp.services.workflows.steps.base import Done, Result, StepContext, StepHandler
from webapp.services.workflows.triggers.base import Happened


def _exists(workflow_id: int) -> bool:
    return db.session.get(Workflow, workflow_id) is not None


WORKFLOW = Field("workflow", "Workflow", Chosen(what="a workflow", exists=_exists, required=True))


class StartWorkflow(StepHandler):
    """As if by hand: whatever its trigger is, what this run knows of its own is handed on."""

    kind = "start_workflow"
    fields = (WORKFLOW,)

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        other = store.get(values["workflow"])
        document = store.published(other)
        if document is None:
            return Done(left_out=f"“{other.name}” was not started: it was never published.")
        event = {**context.run.event, "by": context.by.name}
        happened = Happened(context.contact, context.key, event, context.run.thread_id)
        came = starting.start(other, document, happened)
        if came.refused is not None:
            return Done(left_out=f"“{other.name}” was not started: {came.refused.sentence}")
        return Done({"run": str(came.run_id or "")})


class StopWorkflow(StepHandler):
    """What is under way there for this contact is canceled, by a hook: this run holds its own row."""

    kind = "stop_workflow"
    fields = (WORKFLOW,)

    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        told = {"workflow": values["workflow"], "contact": context.contact.id, "by": context.by.name}
        signals.emit(signals.RUNS_UNWANTED, **told, spare=context.run.id)
        return Done()
