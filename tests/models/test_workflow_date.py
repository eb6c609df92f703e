"""A contact has one date for a workflow; it goes with the contact."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import delete, func, select

from tests.services.workflows.stage import flow, live, step
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.workflow_date import WorkflowDate


def test_it_goes_with_its_contact(app: Flask) -> None:
    workflow = live(flow("hand", step(1, "end")))
    contact = Contact(phone="+12025550111")
    db.session.add(contact)
    db.session.flush()
    db.session.add(WorkflowDate(workflow_id=workflow.id, contact_id=contact.id, value="2026-03-09"))
    db.session.flush()
    db.session.execute(delete(Contact).where(Contact.id == contact.id))
    assert db.session.scalar(select(func.count()).select_from(WorkflowDate)) == 0
