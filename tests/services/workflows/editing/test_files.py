"""A workflow goes into a file and comes back; a broken file is refused with one sentence."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from tests.services.workflows.stage import ada, flow, live, ours, sms
from webapp.db import db
from webapp.errors import Fault
from webapp.services.workflows import store
from webapp.services.workflows.editing import checking, files


def test_it_comes_back_as_a_draft_of_its_own(app: Flask) -> None:
    workflow = live(flow("message", sms(1)))
    copy = files.imported(files.exported(workflow), ada())
    assert (copy.name, copy.state, store.draft(copy)) == ("Follow-up 2", "draft", store.draft(workflow))


def test_what_is_not_here_is_asked_for_by_the_checklist(app: Flask) -> None:
    """Whatever ids it had there: see test_references."""
    text = files.exported(live(flow("message", sms(1))))
    db.session.delete(ours())
    db.session.flush()
    copy = store.draft(files.imported(text, ada()))
    assert [one.sentence for one in checking.missing(copy)] == [
        "The number that was chosen is not there any more."
    ]


def test_a_file_from_before_names_were_in_it(app: Flask) -> None:
    whole = json.loads(files.exported(live(flow("message", sms(1), number=str(ours().id)))))
    del whole["names"]
    copy = store.draft(files.imported(json.dumps(whole), ada()))
    assert copy.trigger and copy.trigger.settings["number"] == f"“{ours().id}”"


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is no file of a workflow. It is not JSON, or nested too deep."),
        ("{", "This is no file of a workflow. It is not JSON, or nested too deep."),
        (DEEP, "This is no file of a workflow. It is not JSON, or nested too deep."),
        (
            '{"outbound_workflow": 1, "document": ' + "[" * 500 + "]" * 500 + "}",
            "This is no file of a workflow. It is not JSON, or nested too deep.",
        ),
        ("[]", "This is no file of a workflow."),
        ('{"outbound_workflow": 2}', "This is no file of a workflow."),
        ('{"outbound_workflow": 1}', "This file cannot be read. The workflow: this is no object in braces."),
        (
            json.dumps({"outbound_workflow": 1, "document": {"steps": [{"id": "s1"}]}}),
            "This file cannot be read. Step 1: a text is missing.",
        ),
        ("x" * 1_000_001, "A file of a workflow may have 1,000,000 characters."),
    ],
)
def test_a_broken_file(app: Flask, text: str, sentence: str) -> None:
    with pytest.raises(Fault) as refused:
        files.imported(text, ada())
    assert refused.value.sentence == sentence
