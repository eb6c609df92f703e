"""Addresses and what was sent there go with their workflow, and with their contact."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import delete, func, select

from tests.services.workflows.stage import ada, contact, flow, step
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.workflow import Workflow
from webapp.models.workflow_address import WebhookSample, WorkflowAddress
from webapp.services.workflows import samples, store


def left() -> list[int]:
    return [
        db.session.scalar(select(func.count()).select_from(one)) or 0
        for one in (WorkflowAddress, WebhookSample)
    ]


def test_they_go_with_what_they_belong_to(app: Flask) -> None:
    workflow = store.create("Visits", ada(), flow("webhook", step(1, "end")))
    theirs = contact()
    samples.keep(workflow.id, {"phone": "1"}, "It started a run.", theirs.id)
    samples.keep(workflow.id, {"phone": "2"}, "It is kept.")
    assert left() == [1, 2]
    db.session.execute(delete(Contact).where(Contact.phone == "+1"))
    db.session.execute(delete(WebhookSample).where(WebhookSample.contact_id == theirs.id))
    assert left() == [1, 1]
    db.session.execute(delete(Workflow))
    assert left() == [0, 0]
