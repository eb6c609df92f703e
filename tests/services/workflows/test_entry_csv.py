"""What was entered into a form, as a file."""

from __future__ import annotations

from flask import Flask

from tests.conversations import CAROL
from tests.services.workflows.test_form_entries import AGREED, TYPED, form, send
from webapp.services.workflows import entry_csv


def test_it_has_a_column_for_each_field(app: Flask) -> None:
    workflow = form()
    send(workflow, TYPED)
    send(workflow, {**TYPED, "name": "=1+1", "consent": ""}, "2")
    heading, newest, oldest = entry_csv.lines(workflow.id)
    assert heading.startswith("When,Phone of the contact,Name of the contact,Name,Phone,E-mail,Day,Rooms,")
    assert "'=1+1" in newest and AGREED not in newest
    assert CAROL in oldest and AGREED in oldest and ",en,1" in oldest
