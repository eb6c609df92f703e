"""Workflows: made, published, paused; their runs, started and canceled by hand."""

from __future__ import annotations

from webapp.models.event import Event
from webapp.views.audit_text.words import IT, Words, count, text


def _workflow(event: Event) -> str:
    return f"the workflow “{text(event, 'name', '?')}”"


def _paused(event: Event) -> str:
    if event.user_id is None:
        return f"{_workflow(event)} was paused: {text(event, 'reason')}"
    return f"paused {_workflow(event)}"


def _published(event: Event) -> str:
    if event.data.get("unchanged"):
        return f"published {_workflow(event)} again, unchanged: version {text(event, 'version', '?')}"
    return f"published version {text(event, 'version', '?')} of {_workflow(event)}: {text(event, 'sentence')}"


def _whom(event: Event) -> str:
    whom = text(event, "whom")
    return count(event, "count", "contact", "contacts") + (f" ({whom})" if whom else "")


def _many(event: Event) -> str:
    return f"{_workflow(event)} for {_whom(event)}"


WORKFLOWS: Words = {
    "workflow.created": lambda event: f"made {_workflow(event)}",
    "workflow.renamed": lambda event: (
        f"renamed the workflow “{text(event, 'before')}” to “{text(event, 'name')}”"
    ),
    "workflow.published": _published,
    "workflow.paused": _paused,
    "workflow.resumed": lambda event: f"let {_workflow(event)} go on",
    "workflow.archived": lambda event: f"archived {_workflow(event)}",
    "workflow.address_renewed": lambda event: f"made a new address for {_workflow(event)}",
    "workflow.brought_back": lambda event: f"brought {_workflow(event)} back from the archive",
}
RUNS: Words = {
    "workflow.started": lambda event: f"started {_many(event)}",
    "workflow.start_asked": lambda event: f"asked for approval to start {_many(event)}",
    "workflow.start_approved": lambda event: (
        f"approved that {_workflow(event)} is started for {_whom(event)}"
    ),
    "workflow.start_sent_back": lambda event: (
        f"did not approve that {_workflow(event)} is started for {_whom(event)}: {text(event, 'reason')}"
    ),
    "workflow.start_canceled": lambda event: f"canceled the start of {_many(event)}",
    "workflow.run_canceled": lambda event: f"canceled {_workflow(event)} for {IT}",
    "workflow.runs_canceled": lambda event: (
        f"canceled {count(event, 'count', 'run', 'runs')} of {_workflow(event)}"
    ),
    "workflow.run_retried": lambda event: f"let {_workflow(event)} go on for {IT}",
}
