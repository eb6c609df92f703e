"""Entries of forms go with their contact, and one page is one entry."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from tests.services.workflows.stage import ada, contact, flow, step
from webapp.db import db
from webapp.models.form_entry import FormEntry
from webapp.models.workflow import Workflow
from webapp.services.workflows import store


def entry(workflow: Workflow) -> FormEntry:
    given = {"answers": {}, "consent": "", "form": "A quote", "language": "en", "says": ""}
    return FormEntry(workflow_id=workflow.id, version=1, contact_id=contact().id, event_key="form:1", **given)


def test_one_page_is_one_entry_which_goes_with_its_workflow(app: Flask) -> None:
    workflow = store.create("Quote", ada(), flow("hand", step(1, "end")))
    db.session.add(entry(workflow))
    db.session.commit()
    db.session.add(entry(workflow))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    db.session.execute(delete(Workflow))
    assert db.session.scalars(select(FormEntry)).all() == []
