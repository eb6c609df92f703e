"""The made-up workflow: published as people do it, with runs in different states, none of them due."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db
from webapp.models.message import Message
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRun
from webapp.rules.workflow import outline
from webapp.services import sweep
from webapp.services.demo import filling
from webapp.services.workflows import store
from webapp.services.workflows.editing import checking
from webapp.services.workflows.running import figures, listing


@pytest.fixture
def workflow(app: Flask) -> Iterator[Workflow]:
    factories.user()
    filling.fill(filling.must_be_fresh(simulated=True))
    db.session.commit()
    yield db.session.scalars(select(Workflow)).one()
    db.session.rollback()


@pytest.mark.long
def test_it_is_published_and_its_runs_are_in_different_states(workflow: Workflow) -> None:
    document = store.published(workflow)
    assert document is not None and checking.missing(document, workflow.id) == []
    found = figures.of([workflow.id])[workflow.id]
    assert (workflow.state, found.started, found.waiting, found.failed, found.refused) == ("live", 3, 1, 0, 1)
    runs = db.session.scalars(select(WorkflowRun).order_by(WorkflowRun.id)).all()
    assert [run.state for run in runs] == ["done", "waiting", "canceled"]
    for run in runs:
        steps = {one.step for one in listing.get(run.id).steps}
        assert all(outline.find(document, step) for step in steps | {run.step})
    assert listing.counts(workflow.id)["s3"].waiting == 1


@pytest.mark.long
def test_what_it_said_stands_in_the_conversations(workflow: Workflow) -> None:
    """In the words of the workflow itself."""
    said = db.session.scalars(select(Message).where(Message.origin == "workflow")).all()
    assert len(said) == 3 and {one.state for one in said} == {"delivered"}
    document = store.published(workflow)
    assert document is not None
    texts = {placed.step.settings.get("text") for placed in outline.walk(document)}
    assert {one.text for one in said} <= texts
    entries = {step.entry_id for run in db.session.scalars(select(WorkflowRun)) for step in run.steps}
    assert {one.id for one in said} == entries - {None}


@pytest.mark.long
def test_nothing_of_it_is_due(workflow: Workflow) -> None:
    waits = {job.path for job, found in sweep.look().items() if found}
    assert waits <= {"jobs.notices.send_due"}, (
        "the team is told of a callback that is due, and of nothing else"
    )
