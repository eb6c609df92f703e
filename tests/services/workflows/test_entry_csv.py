"""What was entered into a form, as a file."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import inspect

from tests.conversations import CAROL
from tests.services.workflows.test_form_entries import AGREED, TYPED, form, send
from webapp.db import db
from webapp.models.workflow import Workflow
from webapp.services.workflows import entry_csv, form_entries


def test_it_has_a_column_for_each_field(app: Flask) -> None:
    workflow = form()
    send(workflow, TYPED)
    send(workflow, {**TYPED, "name": "=1+1", "consent": ""}, "2")
    heading, newest, oldest = entry_csv.lines(workflow.id)
    assert heading.startswith("When,Phone of the contact,Name of the contact,Name,Phone,E-mail,Day,Rooms,")
    assert "'=1+1" in newest and AGREED not in newest
    assert CAROL in oldest and AGREED in oldest and ",en,1" in oldest


def test_a_page_of_it_needs_nothing_more_of_someone_who_is_erased_meanwhile(app: Flask) -> None:
    workflow_id = form().id
    send(db.session.get_one(Workflow, workflow_id), TYPED)
    db.session.commit()
    db.session.expunge_all()
    [entry], _ = form_entries.page(workflow_id)
    assert "contact" not in inspect(entry).unloaded
