"""The last few calls to an address are kept, to pick fields from."""

from __future__ import annotations

from flask import Flask

from tests.services.workflows.stage import ada, flow, step
from webapp.services.workflows import samples, store


def test_the_last_few_with_all_of_their_names(app: Flask) -> None:
    workflow = store.create("Visits", ada(), flow("webhook", step(1, "end")))
    other = store.create("Other", ada(), flow("webhook", step(1, "end")))
    samples.keep(other.id, {"x": "1"}, "")
    for number in range(7):
        samples.keep(workflow.id, {"phone": "+1", f"field {number}": "x" * 600, "Phone": "y"}, "Kept.")
    kept = samples.latest(workflow.id)
    assert [list(one.fields)[1] for one in kept] == [f"field {n}" for n in (6, 5, 4, 3, 2)]
    assert len(kept[0].fields["field 6"]) == 500
    assert samples.names(workflow.id) == ["phone", "field 6", "field 5", "field 4", "field 3", "field 2"]
    assert samples.names(other.id) == ["x"]


def test_those_that_say_something_are_found_and_forgotten(app: Flask) -> None:
    workflow = store.create("Visits", ada(), flow("webhook", step(1, "end")))
    samples.keep(workflow.id, {"who": "Carol"}, "")
    samples.keep(workflow.id, {"who": "Dave"}, "")
    samples.forget(samples.about(lambda text: text == "Carol"))
    assert [one.fields["who"] for one in samples.latest(workflow.id)] == ["Dave"]
