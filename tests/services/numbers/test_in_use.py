"""A number that something needs cannot be removed."""

from __future__ import annotations

from flask import Flask

from tests.services.workflows.stage import ada, ours
from webapp.rules.workflow.document import Document, Trigger, WhoAndWhen
from webapp.services.numbers import in_use
from webapp.services.workflows import store
from webapp.services.workflows.editing import publishing


def test_workflows_that_text_from_it_or_listen_to_it(app: Flask) -> None:
    number = ours()
    assert in_use.of(number) is None
    texts = store.create("Welcome", ada(), Document(box=WhoAndWhen(number_id=number.id)))
    store.create("Missed", ada(), Document(trigger=Trigger("call_in", {"number": str(number.id)})))
    store.create("Other", ada(), Document(trigger=Trigger("call_in", {"number": ""})))
    assert in_use.of(number) == "it is used by 2 workflows"
    publishing.archive(texts.id, ada())
    assert in_use.of(number) == "it is used by 1 workflow"
