"""Those for whom a workflow is started are chosen by a job where they are many; nothing begins before."""

from __future__ import annotations

import pytest
from flask import Flask

from jobs import intake, workflows
from tests.services.workflows.stage import ada, contact, flow, live, step
from webapp.db import db
from webapp.errors import Conflict
from webapp.models.selection_job import SelectionJob
from webapp.models.work import Work
from webapp.models.workflow import Workflow
from webapp.models.workflow_start import StartState, WorkflowStart
from webapp.services.contacts.segments import selection_jobs
from webapp.services.contacts.segments.selection import Selection
from webapp.services.workflows.many import asking, choosing, running


@pytest.fixture
def flowing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Workflow:
    """Live, with three people to start it for; two are many."""
    monkeypatch.setattr(selection_jobs, "FEW", 1)
    monkeypatch.setattr(selection_jobs, "AT_ONCE", 2)
    for number, name in enumerate(("Carol", "Dave", "Erin")):
        contact(f"+1202555012{number}", name)
    return live(flow("hand", step(1, "end")))


def prepared(workflow: Workflow, search: str = "") -> tuple[WorkflowStart, SelectionJob | None]:
    start = choosing.prepare(workflow.id, Selection(search), "all contacts", ada())
    db.session.commit()
    return start, selection_jobs.of_start(start.id)


def test_few_are_chosen_at_once_and_many_by_a_job(flowing: Workflow) -> None:
    few, job = prepared(flowing, "Dave")
    assert (few.people, asking.waiting(few), job) == (1, 1, None)
    start, job = prepared(flowing)
    assert job is not None
    assert (start.people, asking.waiting(start)) == (3, 0)
    with pytest.raises(Conflict, match="still being chosen"):
        choosing.begin(start.id, ada())
    intake.put_selected(job.id)
    assert (job.working, start.people, asking.waiting(start)) == (Work.DONE, 3, 3)
    with pytest.raises(Conflict, match="chosen already"):
        choosing.again(few.id)
    choosing.begin(start.id, ada())
    db.session.commit()
    workflows.start_many()
    assert (start.state, start.started) == (StartState.DONE, 3)


def test_who_is_not_chosen_when_it_is_canceled_is_chosen_no_more(
    flowing: Workflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "FORGOTTEN_AT_ONCE", 1)
    start, job = prepared(flowing)
    assert job is not None
    steps = choosing.choose(job.id)
    for _ in range(2):
        next(steps)
        db.session.commit()
    choosing.cancel(start.id, ada())
    db.session.commit()
    assert list(steps) == []
    assert (start.state, job.working, asking.waiting(start)) == (StartState.CANCELED, Work.NONE, 1)
    assert running.due() == [start.id]
    db.session.commit()
    workflows.start_many()
    assert (asking.waiting(start), running.due()) == (0, [])


def test_where_it_failed_it_says_so_and_can_go_on(flowing: Workflow) -> None:
    start, job = prepared(flowing)
    assert job is not None
    steps = choosing.choose(job.id)
    next(steps)
    job.set_working(Work.FAILED)
    job.working_fault = "Outbound failed."
    db.session.commit()
    with pytest.raises(Conflict, match="Outbound failed"):
        choosing.begin(start.id, ada())
    choosing.again(start.id)
    db.session.commit()
    intake.put_selected(job.id)
    assert asking.waiting(start) == 3
