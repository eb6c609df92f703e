"""The runs of a workflow as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.models.workflow_run import WorkflowRun
from webapp.services.csv_lines import line
from webapp.services.workflows.running import listing

HEADING = ["Run", "Phone", "Name", "State", "Step", "Version", "Started", "Ended", "Reason"]


def lines(workflow_id: int) -> Iterator[str]:
    """The newest first. Times are UTC."""
    yield line(HEADING)
    before: int | None = None
    more = True
    while more:
        runs, more = listing.page(workflow_id, before=before)
        yield from (line(_row(run)) for run in runs)
        before = runs[-1].id if runs else None


def _row(run: WorkflowRun) -> list[str]:
    ended = f"{run.ended_at:%Y-%m-%d %H:%M:%S}" if run.ended_at else ""
    known = [str(run.id), run.contact.phone, run.contact.name, str(run.state), run.step, str(run.version)]
    return [*known, f"{run.started_at:%Y-%m-%d %H:%M:%S}", ended, run.reason]
