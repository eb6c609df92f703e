"""A workflow as a file, and back, without what only one team has."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from tests.services.workflows import stage
from webapp.errors import Fault
from webapp.rules.workflow.document import Branch
from webapp.services.workflows import store
from webapp.services.workflows.editing import files


def test_it_comes_back_without_what_only_the_other_team_has(app: Flask) -> None:
    answered = Branch("answered", steps=(stage.step(2, "hand_to_agent", agent="7"),))
    steps = (stage.step(1, "place_call", answered, agent="7", first_message="Hello"), stage.sms(3))
    workflow = store.create("Été", stage.ada(), stage.flow("message", *steps, number="3", words="price"))
    name, document = files.read(files.write(workflow).encode())
    assert name == "Été"
    assert document.box.number_id is None
    assert document.trigger is not None and document.trigger.settings == {"number": "", "words": "price"}
    call, text = document.steps
    assert call.settings == {"agent": "", "first_message": "Hello"}
    assert call.branches[0].steps[0].settings == {"agent": ""}
    assert text == stage.sms(3)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"\xff", "cannot be read as JSON"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b"[]", "exported from Outbound"),
        (b" " * (files.LARGEST + 1), "too large"),
        (json.dumps({"format": files.FORMAT, "workflow": 1}).encode(), "This file is broken."),
    ],
)
def test_a_broken_file_is_one_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(Fault) as caught:
        files.read(body)
    assert sentence in caught.value.sentence
    assert caught.value.field == "file"


def test_what_no_database_holds_is_cleaned() -> None:
    whole = {"format": files.FORMAT, "name": "a\x00b", "workflow": {"box": {"consent": "x\ud800"}}}
    name, document = files.read(json.dumps(whole).encode())
    assert name == "ab"
    assert document.box.consent == "x\ufffd"
