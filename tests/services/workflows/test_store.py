"""Workflows as they are kept."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.workflows.stage import ada, flow, live, step
from webapp.errors import Fault, NotFound
from webapp.rules.workflow.document import Document
from webapp.services.workflows import store


def test_a_draft_is_made_and_saved(app: Flask) -> None:
    workflow = store.create("  Follow   up ", ada())
    assert (workflow.name, store.draft(workflow), store.published(workflow)) == (
        "Follow up",
        Document(),
        None,
    )
    changed = flow("message", step(1, "end"))
    store.save(workflow.id, 1, changed, ada(), "After a text")
    assert (workflow.name, workflow.revision, store.draft(workflow)) == ("After a text", 2, changed)
    assert store.listed() == [workflow]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" ", "Give the workflow a name."),
        ("x" * 81, "The name may have 80 characters."),
        ("FOLLOW-UP", "Another workflow has this name."),
        ("Öffnung", "Another workflow has this name."),
    ],
)
def test_a_name_that_cannot_be(app: Flask, name: str, sentence: str) -> None:
    live(flow("message", step(1, "end")))
    store.create("Öffnung", ada())
    with pytest.raises(Fault, match=sentence) as refused:
        store.create(name, ada())
    assert refused.value.field == "name"
    assert store.free_name("Follow-up") == "Follow-up 2"


def test_what_is_not_there(app: Flask) -> None:
    for ask in (lambda: store.get(9), lambda: store.version(9, 1), lambda: store.locked(9)):
        with pytest.raises(NotFound):
            ask()


def test_what_could_not_be_read_again_is_not_kept(app: Flask) -> None:
    workflow = store.create("Follow-up", ada())
    long = flow("hand", step(1, "send_sms", text="x" * 20_001))
    with pytest.raises(Fault, match="Step 1: a text may have"):
        store.save(workflow.id, workflow.revision, long, ada())
    assert store.draft(store.get(workflow.id)) == Document()
